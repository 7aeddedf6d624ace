"""The schema files that our classes are compared with, as the peer has them and as they were published."""

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, cast

from tools.environments import python_with

Schema: TypeAlias = dict[str, Any]

PEER_FOLDERS = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}

REFERENCE = Path(os.environ.get("OCPP_REFERENCE_DIR") or Path(__file__).parents[5] / "shared" / "reference")
"""Where the published schemas are, if they are there."""


class MessageSchema(NamedTuple):
    """The schema of a request or of an answer."""

    version: str
    action: str
    is_answer: bool
    schema: Schema

    @property
    def name(self) -> str:
        """How the tables call the message."""
        return f"{self.action} answer" if self.is_answer else self.action


def peer_schemas() -> Iterator[MessageSchema]:
    """Give the schemas inside the wheel of PyPI `ocpp` 2.1.0, which the peer validates with."""
    for version, folder in PEER_FOLDERS.items():
        for path in _files(peer_folder() / folder / "schemas"):
            yield message_schema(version, path)


def published_schemas(version: str) -> Iterator[MessageSchema]:
    """Give the schemas as the Open Charge Alliance published them."""
    for path in _files(REFERENCE / "schemas" / version):
        yield message_schema(version, path)


@cache
def peer_folder() -> Path:
    """Return the folder of the installed peer."""
    environment = python_with("ocpp==2.1.0").parent.parent
    (folder,) = environment.glob("lib/python3*/site-packages/ocpp")
    return folder


def message_schema(version: str, path: Path) -> MessageSchema:
    """Return the schema in a file; decimals in it are exact."""
    schema = cast(Schema, json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal))
    action = path.stem.removesuffix("Response")
    is_answer = action != path.stem
    if version != "1.6":
        action = action.removesuffix("Request")
    return MessageSchema(version, action, is_answer, schema)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))
