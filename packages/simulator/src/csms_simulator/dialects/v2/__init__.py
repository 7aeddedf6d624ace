"""Stations that speak OCPP 2.0.1 and 2.1: one code for both.

Messages are written and read as the classes of 2.1, which have all fields and words of 2.0.1. The library checks each
against the station's own version, so a field that 2.0.1 lacks never gets out. Of what comes in, 2.1 refuses a little
more: numbers below 0 where there can be none, such as the number of an EVSE.
"""

from csms_simulator.dialects.v2.station import Station21, Station201

__all__ = ["Station21", "Station201"]
