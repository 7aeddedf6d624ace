"""Stations: who they are, and whether they are let work (block B)."""

from enum import StrEnum

from msgspec import Struct


class StationKey(Struct, frozen=True):
    """Which station something is about: its key in the database, and its identity."""

    id: int
    identity: str


class Admission(StrEnum):
    """Whether the operator wants a station."""

    ACCEPTED = "accepted"
    HELD = "held"
    """It may connect, and waits for the operator (BootNotification is answered with Pending)."""
    REJECTED = "rejected"
