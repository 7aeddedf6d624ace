"""What the dashboard is looked at with."""

from typing import NamedTuple


class Device(NamedTuple):
    """A screen.

    Args:
        name: what it is.
        width: in CSS pixels.
        height: in CSS pixels.
        is_phone: it is touched, and has the layout of a phone.
    """

    name: str
    width: int
    height: int
    is_phone: bool


DESK = Device("desk", 1280, 800, is_phone=False)
PHONE = Device("phone", 390, 844, is_phone=True)
DEVICES = (DESK, PHONE)
