"""Write the table of causes into the page on chargers that cannot connect: `python -m tools.causes_table`."""

import re

from csms.domain.inbox import EXPLANATIONS
from tools.environments import ROOT

PAGE = ROOT / "docs" / "howto" / "why-a-charger-cannot-connect.md"

_BEGIN = "<!-- Written by `python -m tools.causes_table` from packages/csms/src/csms/domain/inbox.py. -->\n"
_TABLE = re.compile(rf"{re.escape(_BEGIN)}.*?\n\n", re.DOTALL)


def table() -> str:
    """Return the table."""
    rows = ["| what the inbox says | answer | what helps |", "|---|---|---|"]
    rows += [
        f"| {_words(each.text)} | {each.status or 'none'} | {_words(each.remedy)} |" for each in EXPLANATIONS.values()
    ]
    return "\n".join(rows)


def page() -> str:
    """Return the text of the page with the table as it has to be."""
    text = PAGE.read_text(encoding="utf-8")
    return _TABLE.sub(lambda _: f"{_BEGIN}\n{table()}\n\n", text.replace(f"{_BEGIN}\n|", f"{_BEGIN}|"))


def main() -> None:
    """Write the table."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


def _words(text: str) -> str:
    """Return words with what is typed shown as such, and the places for facts in capitals."""
    text = re.sub(r"(csms station [^;.]*?)(?=$|;|\.| makes)", r"`\1`", text)
    return re.sub(r"\{(\w+)\}", lambda place: place[1].upper(), text).replace("|", "\\|")


if __name__ == "__main__":
    main()
