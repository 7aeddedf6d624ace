"""What people should know of something, in plain words: what is the matter, how bad it is, and what helps."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Severity(StrEnum):
    """How bad something is."""

    ERROR = "error"
    """Something did not work, or does not."""
    WARNING = "warning"
    """Something is out of the ordinary, and should be looked at."""
    NOTE = "note"
    """It explains what is to be seen; nothing has to be done."""


class Finding(Struct, frozen=True):
    """Something that people should know."""

    code: Annotated[str, Meta(description="A word for programs, always the same for the same matter.")]
    severity: Annotated[Severity, Meta(description="How bad it is.")]
    text: Annotated[str, Meta(description="What is the matter, in words.")]
    remedy: Annotated[str, Meta(description="What helps; empty if nothing has to be done.")] = ""
