"""A station that speaks OCPP 1.6, as the central system sees it."""

from csms.gateway.v16.authorization import Authorization
from csms.gateway.v16.availability import Availability
from csms.gateway.v16.configuration import Configuration
from csms.gateway.v16.data_transfer import DataTransfer
from csms.gateway.v16.notifications import Notifications
from csms.gateway.v16.passwords import Passwords
from csms.gateway.v16.provisioning import Provisioning
from csms.gateway.v16.remote_control import RemoteControl
from csms.gateway.v16.transactions import Transactions
from ocpp import v16


class Station16(
    Configuration,
    Passwords,
    RemoteControl,
    Provisioning,
    Authorization,
    Transactions,
    Availability,
    DataTransfer,
    Notifications,
    v16.ChargePoint,
):
    """All functional blocks together."""
