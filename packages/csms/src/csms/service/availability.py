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
    has_changed = known is None or (known.status, known.error_code) != (report.status, report.error_code)
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
                error=report.error_code,
            )
        )
