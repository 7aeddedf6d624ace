"""The status of connectors (block G; OCPP 1.6, 4.9)."""

from datetime import datetime

from msgspec import Struct


class ConnectorStatus(Struct, frozen=True):
    """What a station says of a connector.

    Connector n of 1.6 is EVSE n, connector 1; (0, 0) is the station itself, (n, 0) an EVSE.
    """

    evse: int
    connector: int
    status: str
    """In the station's own words: nine of 1.6, five of 2.x."""
    reported_at: datetime
    """By the station's clock, or when it arrived."""
    received_at: datetime
    error_code: str | None = None
    """None without an error."""
    error_info: str | None = None
    vendor_error_code: str | None = None


def is_news(known: ConnectorStatus | None, report: ConnectorStatus) -> bool:
    """Tell whether a report is newer than what is known: stations send old ones after being offline.

    A station whose clock was ahead when it reported last is not to be disbelieved until that time has come.
    """
    return known is None or report.reported_at >= min(known.reported_at, known.received_at)
