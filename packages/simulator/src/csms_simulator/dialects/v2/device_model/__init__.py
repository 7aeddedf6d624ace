"""The device model of a station: components, their variables, and where the values come from."""

from csms_simulator.dialects.v2.device_model.device_model import DeviceModel, Found, Missing
from csms_simulator.dialects.v2.device_model.variable import STATION, Place, Variable, members

__all__ = ["STATION", "DeviceModel", "Found", "Missing", "Place", "Variable", "members"]
