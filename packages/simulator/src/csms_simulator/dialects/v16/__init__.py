"""OCPP 1.6J, with the profiles of the specification and the security whitepaper: one module per functional block."""

from csms_simulator.dialects.v16.station import Station16

__all__ = ["Station16"]
