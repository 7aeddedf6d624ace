"""Stations that speak OCPP 2.0.1 or 2.1, as the central system sees them."""

from csms.gateway.v2.authorization import Authorization
from csms.gateway.v2.availability import Availability
from csms.gateway.v2.data_transfer import DataTransfer
from csms.gateway.v2.device_model import DeviceModel
from csms.gateway.v2.notifications import Notifications
from csms.gateway.v2.passwords import Passwords
from csms.gateway.v2.provisioning import Provisioning
from csms.gateway.v2.remote_control import RemoteControl
from csms.gateway.v2.transactions import Transactions
from ocpp import v21, v201


class Station2(
    DeviceModel,
    Passwords,
    RemoteControl,
    Provisioning,
    Authorization,
    Transactions,
    Availability,
    DataTransfer,
    Notifications,
):
    """What both versions have in common."""


class Station201(Station2, v201.ChargePoint):
    """A station that speaks OCPP 2.0.1."""


class Station21(Station2, v21.ChargePoint):
    """A station that speaks OCPP 2.1."""
