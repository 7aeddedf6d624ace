"""Stations: who they are, and whether they are let work (block B)."""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from msgspec import Struct

Tolerance = Literal[
    "noise",
    "broken_json",
    "empty_words",
    "too_long",
    "extra_fields",
    "wrong_types",
    "odd_words",
    "odd_timestamps",
]
"""What is repaired in the messages of a station; the names are those of the library."""

Subprotocol = Literal["ocpp1.6", "ocpp2.0.1", "ocpp2.1"]

PASSWORD_PROFILES = (1, 2)
"""The security profiles in which a station proves by a password who it is."""


class StationKey(Struct, frozen=True):
    """Which station something is about: its key in the database, and its identity."""

    id: int
    identity: str
    clock_lag: timedelta = timedelta()
    """How far its clock is behind, as far as its link has shown: some send local time as UTC (quirk 24)."""


class Admission(StrEnum):
    """Whether the operator wants a station."""

    ACCEPTED = "accepted"
    HELD = "held"
    """It may connect, and waits for the operator (BootNotification is answered with Pending)."""
    REJECTED = "rejected"
