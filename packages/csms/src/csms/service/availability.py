"""The status of connectors (block G)."""

from csms.domain.availability import ConnectorStatus, is_news
from csms.domain.events import ConnectorStatusChanged
from csms.domain.stations import StationKey
from csms.storage import stations
from csms.storage.engine import Tx


def report_status(tx: Tx, station: StationKey, report: ConnectorStatus) -> None:
    """Record what a station says of a connector; an old report changes the history only."""
    known = stations.connector_status(tx.connection, station.id, report.evse, report.connector)
    stations.add_status_report(tx.connection, station.id, report)
    if not is_news(known, report):
        return
    has_changed = known is None or _what(known) != _what(report)
    since = report.reported_at if known is None or known.status != report.status else None
    stations.set_connector_status(tx.connection, station.id, report, since)
    if has_changed:
        tx.emit(
            ConnectorStatusChanged(
                station=station.identity,
                at=report.received_at,
                evse=report.evse,
                connector=report.connector,
                status=report.status,
                since=since,
                error_code=report.error_code,
                error_info=report.error_info,
                vendor_error_code=report.vendor_error_code,
            )
        )


def _what(report: ConnectorStatus) -> tuple[str | None, ...]:
    """Return what of a report is news if it is another; in `error_info`, stations count and measure."""
    return report.status, report.error_code, report.vendor_error_code
