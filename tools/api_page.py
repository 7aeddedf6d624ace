"""Write the reference page of the HTTP API from its OpenAPI document: `python -m tools.api_page`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from csms.bus.local import LocalBus
from csms.config import load_settings
from csms.storage.engine import Store
from csms.web.application import make_web
from csms.web.document import make_document
from csms.web.services import Web
from tools.environments import ROOT

PAGE = ROOT / "docs" / "reference" / "http-api.md"

_INTRODUCTION = """\
<!-- Written by `python -m tools.api_page` from packages/csms/src/csms/web/api/: change it there. -->

# The HTTP API

A running server describes its API at `/docs`, with every field, and as OpenAPI 3.1 at `/openapi.json`. This is what
there is; [Use the API](../howto/use-the-api.md) shows how. Names and units: times are RFC 3339 in UTC, energies Wh,
power W. Lists come in pages (`limit`, `cursor`), errors are `application/problem+json`.
"""

_METHODS = ("get", "post", "put", "patch", "delete")

_Json = dict[str, Any]


def document() -> _Json:
    """Return the OpenAPI document."""
    web = Web(
        store=Store("sqlite:///never-opened.db"),
        bus=LocalBus(),
        settings=load_settings({}, {}, None),
        now=lambda: datetime.now(UTC),
    )
    return cast("_Json", msgspec.json.decode(make_document(make_web(web))))


def page() -> str:
    """Return the text of the page."""
    return "\n".join([_INTRODUCTION, *_sections(document())])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


def _sections(described: _Json) -> Iterator[str]:
    operations = [
        (path, method, cast("_Json", methods[method]))
        for path, methods in cast("dict[str, _Json]", described["paths"]).items()
        for method in _METHODS
        if method in methods
    ]
    for tag in cast("list[dict[str, str]]", described["tags"]):
        rows = [each for each in operations if tag["name"] in cast("list[str]", each[2].get("tags", []))]
        if rows:
            rows.sort(key=lambda each: each[0])
            lines = [f"| `{method.upper()} {path}` | {_words(operation)} |" for path, method, operation in rows]
            yield f"## {tag['name']}\n\n{tag.get('description', '')}\n\n| request | what it does |\n|---|---|"
            yield "\n".join(lines) + "\n"


def _words(operation: _Json) -> str:
    """Return what an operation does, and by what its list can be narrowed down."""
    names = [
        f"`{parameter['name']}`"
        for parameter in cast("list[_Json]", operation.get("parameters", []))
        if parameter["in"] == "query" and parameter["name"] not in {"limit", "cursor"}
    ]
    said = str(operation["summary"]).replace("|", "\\|")
    first = cast("str", operation.get("description", "")).split("\n\n")[0].split(". ")[0].replace("\n", " ")
    words = (first if said in first else said).rstrip(" .,")
    return f"{words}. Parameters: {', '.join(names)}" if names else words


if __name__ == "__main__":
    main()
