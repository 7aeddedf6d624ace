"""OCPP 2.1: its messages, datatypes and enums, and a charge point or central system that speaks it."""

from typing import TYPE_CHECKING

from ocpp.v21 import call, call_result, datatypes, enums

if TYPE_CHECKING:
    from ocpp.v21.charge_point import ChargePoint
else:

    def __getattr__(name):
        """Import `ChargePoint`, and asyncio with it, when it is first asked for: messages alone need neither."""
        if name != "ChargePoint":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ocpp.v21.charge_point import ChargePoint  # noqa: PLC0415

        globals()[name] = ChargePoint
        return ChargePoint


__all__ = ["ChargePoint", "call", "call_result", "datatypes", "enums"]
