"""Write the reference page of the settings from what the program says of them: `python -m tools.settings_page`."""

from itertools import groupby

from csms.config import Setting, describe
from tools.environments import ROOT

PAGE = ROOT / "docs" / "reference" / "settings.md"

EXAMPLE = """\
data_dir = "/var/lib/csms"
database = "postgresql://csms:secret@db.example.com/csms"
proxy_addresses = ["10.0.0.0/8"]
unknown_stations = "accept"
frames = false
call_timeout_s = 45
"""

_INTRODUCTION = f"""\
<!-- Written by `python -m tools.settings_page` from packages/csms/src/csms/settings.py: change it there. -->

# Settings of `csms`

Each setting has a default. A TOML file changes it, an environment variable wins over the file, and a flag of
`csms serve` over both. `csms config` shows the values that are used, where each came from, and no secrets.

The file is the one that `--config FILE` names, or the variable `CSMS_CONFIG`, or else `csms.toml` in the working
folder if it exists. The settings stand at its top, without tables:

```toml
{EXAMPLE}```

- Paths are relative to the working folder; `~` is the home folder.
- Yes and no are `true` and `false` in TOML. In variables, `yes`, `no`, `on`, `off`, `1` and `0` will do as well; as
  flags they are `--frames` and `--no-frames`.
- Networks are an array in TOML, and elsewhere one text with commas between them.
- The empty text is a value: of a path, for example, it means none. To get the default, leave the setting out.
- A key or a variable `CSMS_...` that is no setting is an error, so that a slip does not go unnoticed. What Kubernetes
  sets for a service that is called `csms` is left aside.
"""


def page() -> str:
    """Return the text of the page."""
    parts = [_INTRODUCTION]
    for section, settings in groupby(describe(), key=lambda setting: setting.section):
        parts.append(f"## {section}\n")
        parts.extend(_entry(setting) for setting in settings)
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


def _entry(setting: Setting) -> str:
    name = setting.flag.removeprefix("--")
    flags = f"`--{name}`, `--no-{name}`" if setting.is_switch else f"`{setting.flag} {setting.metavar}`"
    secret = "\n\n  It is a secret: no output shows it." if setting.is_secret else ""
    return (
        f"`{setting.name}`\n"
        f": {setting.doc}\n\n"
        f"  - Flag: {flags}\n"
        f"  - Variable: `{setting.variable}`\n"
        f"  - Value: {_code_in(setting.type)}\n"
        f"  - Default: {setting.default}{secret}\n"
    )


def _code_in(words: str) -> str:
    """Return words with URLs and quotes shown as they are: MyST would make links and curly quotes of them."""
    return " ".join(f"`{word}`" if "://" in word or '"' in word else word for word in words.split(" "))


if __name__ == "__main__":
    main()
