"""Charging stations that behave as real ones do, for demos, tests and load: any number, of any version of OCPP."""

from importlib.metadata import version

from csms_simulator.clock import Clock, ManualClock, ScaledClock
from csms_simulator.frames import Direction, Frame, FrameKind
from csms_simulator.model.layout import ConnectorLayout, EvseLayout, Layout
from csms_simulator.model.vehicle import CATALOGUE, Vehicle, VehicleModel
from csms_simulator.simulated_station import SimulatedStation

__version__ = version("csms-simulator")

__all__ = [
    "CATALOGUE",
    "Clock",
    "ConnectorLayout",
    "Direction",
    "EvseLayout",
    "Frame",
    "FrameKind",
    "Layout",
    "ManualClock",
    "ScaledClock",
    "SimulatedStation",
    "Vehicle",
    "VehicleModel",
]
