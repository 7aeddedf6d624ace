"""Write the types of the dashboard's API client from the OpenAPI document: `python -m tools.dashboard_client`.

The types of the live events, of which OpenAPI knows nothing, are written with them.
"""

import inspect
import subprocess
import tempfile
from pathlib import Path
from typing import Any, cast

import msgspec

from csms.domain.events import EVENTS
from tools.api_page import document
from tools.environments import ROOT
from tools.node import node, node_modules_with

TYPES = ROOT / "packages" / "dashboard" / "src" / "api" / "schema.ts"

GENERATOR = ("openapi-typescript@7.13.0", "typescript@5.9.3")
"""What makes them. It needs a TypeScript older than the dashboard's."""

_INTRODUCTION = """\
// Written by `python -m tools.dashboard_client` from packages/csms/src/csms/web/api/ and domain/events.py:
// change it there.

"""


def types() -> str:
    """Return the text of the types.

    Raises:
        EnvironmentNotMadeError: the generator cannot be had.
        subprocess.CalledProcessError: it has failed.
    """
    modules = node_modules_with(*GENERATOR)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "schema.ts")
        source.write_bytes(msgspec.json.encode(_with_events(document())))
        generator = modules / "openapi-typescript" / "bin" / "cli.js"
        options = ["--root-types", "--root-types-no-schema-prefix", "--default-non-nullable=false"]
        command = [node().program, generator, source, "--output", target, *options]
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
        return _INTRODUCTION + target.read_text(encoding="utf-8") + _event_map()


def main() -> None:
    """Write the types."""
    TYPES.write_text(types(), encoding="utf-8")
    print(f"{TYPES.relative_to(ROOT)} is written")


def _with_events(described: dict[str, Any]) -> dict[str, Any]:
    """Add the schemas of the events."""
    _, schemas = msgspec.json.schema_components(EVENTS.values(), ref_template="#/components/schemas/{name}")
    for name, schema in schemas.items():
        # What an event says when it is told has all its fields but the number, which is beside it.
        properties = cast("dict[str, Any]", schema["properties"])
        properties.pop("id", None)
        schema["required"] = list(properties)
        schema["description"] = inspect.cleandoc(schema["description"])  # which Python 3.13 has done already
        described["components"]["schemas"][name] = schema
    return described


def _event_map() -> str:
    """Return the type that says what an event of a name tells."""
    lines = [f'    "{name}": {kind.__name__};' for name, kind in EVENTS.items()]
    return "\n".join(["/** What an event tells, by its name. */", "export interface Events {", *lines, "}", ""])


if __name__ == "__main__":
    main()
