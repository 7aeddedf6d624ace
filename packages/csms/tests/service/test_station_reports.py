"""What stations tell of themselves, their connectors and their security becomes record, once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from csms.domain.availability import ConnectorStatus
from csms.domain.events import (
    ConnectorStatusChanged,
    Event,
    StationBooted,
    StationConnected,
    StationDisconnected,
)
from csms.domain.provisioning import Boot, Registration
from csms.domain.stations import StationKey
from csms.service import availability, notifications, provisioning
from csms.storage import stations
from csms.storage.engine import Store, Tx
from csms.storage.schema import notification, security_event, status_report
from csms.storage.schema import station as station_table

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def add_station(tx: Tx, identity: str = "CP1", admission: str = "accepted") -> StationKey:
    record = stations.insert(tx.connection, identity, admission, NOW)
    return StationKey(record.id, record.identity)


@pytest.fixture
async def key(store: Store) -> StationKey:
    """A station that is accepted."""
    return await store.write(add_station)


@pytest.mark.parametrize(
    ("admission", "registration"),
    [("accepted", Registration.ACCEPTED), ("held", Registration.PENDING), ("rejected", Registration.REJECTED)],
)
async def test_a_boot_is_answered_as_the_operator_has_said(
    store: Store, published: list[Event], admission: str, registration: Registration
) -> None:
    station = await store.write(add_station, admission=admission)
    told = Boot(LATER, "Maker", "Model", "S1", "1.2", "iccid", "imsi", "type", "M1", "PowerUp")
    for _ in range(2):  # a repeated message does no harm
        assert await store.write(provisioning.boot, station, told) is registration
    record = await store.read(stations.get, station.id)
    assert (record.vendor, record.model, record.serial_number, record.firmware) == ("Maker", "Model", "S1", "1.2")
    assert (record.boot_reason, record.booted_at, record.last_seen_at) == ("PowerUp", LATER, LATER)
    assert record.created_at == NOW
    assert [type(event) for event in published] == [StationBooted] * 2


async def test_a_boot_without_what_it_may_leave_out_forgets_what_was_said_before(store: Store, key: StationKey) -> None:
    await store.write(provisioning.boot, key, Boot(NOW, "Maker", "Model", firmware="1.2"))
    await store.write(provisioning.boot, key, Boot(LATER, "Maker", "Model"))
    assert (await store.read(stations.get, key.id)).firmware is None


async def test_links_come_and_go(store: Store, key: StationKey, published: list[Event]) -> None:
    await store.write(provisioning.connected, key, "1.6", "192.0.2.1:5", NOW)
    record = await store.read(stations.get, key.id)
    assert (record.is_connected, record.version, record.remote_address) == (True, "1.6", "192.0.2.1:5")
    await store.write(provisioning.disconnected, key, "1001", LATER)
    record = await store.read(stations.get, key.id)
    assert (record.is_connected, record.connected_at, record.disconnected_at) == (False, NOW, LATER)
    assert [type(event) for event in published] == [StationConnected, StationDisconnected]


async def test_after_a_crash_nobody_is_connected(store: Store, key: StationKey) -> None:
    await store.write(provisioning.connected, key, "1.6", "192.0.2.1:5", NOW)
    await store.write(provisioning.nobody_is_connected)
    assert not (await store.read(stations.get, key.id)).is_connected


async def test_stations_are_seen_by_the_thousands_and_never_earlier_than_before(store: Store) -> None:
    def add_many(tx: Tx) -> None:
        rows = [{"identity": f"CP{number}", "admission": "accepted", "created_at": NOW} for number in range(12_000)]
        tx.connection.execute(sa.insert(station_table), rows)

    await store.write(add_many)
    await store.write(provisioning.seen, {f"CP{number}": LATER for number in range(12_000)})
    await store.write(provisioning.seen, {"CP1": NOW, "CP11999": LATER + timedelta(seconds=1), "unknown": LATER})

    def times(connection: sa.Connection) -> list[datetime | None]:
        return list(connection.execute(sa.select(station_table.c.last_seen_at)).scalars())

    seen = Counter(await store.read(times))
    assert seen == {LATER: 11_999, LATER + timedelta(seconds=1): 1}


AVAILABLE = ConnectorStatus(1, 1, "Available", NOW, NOW)


async def test_the_status_of_a_connector_has_a_history_and_a_begin(
    store: Store, key: StationKey, published: list[Event]
) -> None:
    charging = replace(AVAILABLE, status="Charging", reported_at=LATER, received_at=LATER)
    for report in (AVAILABLE, charging, replace(charging, reported_at=LATER + timedelta(seconds=9))):
        await store.write(availability.report_status, key, report)
    (connector,) = await store.read(stations.connectors, key.id)
    assert (connector["status"], connector["since"]) == ("Charging", LATER)
    assert await store.read(history) == ["Available", "Charging", "Charging"]
    assert [event.status for event in published if isinstance(event, ConnectorStatusChanged)] == [
        "Available",
        "Charging",
    ]


def history(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.select(status_report.c.status).order_by(status_report.c.id)).scalars())


@pytest.mark.parametrize("report", [AVAILABLE, replace(AVAILABLE, status="Faulted", error_code="GroundFailure")])
async def test_a_repeated_status_is_there_once(store: Store, key: StationKey, report: ConnectorStatus) -> None:
    await store.write(availability.report_status, key, report)
    await store.write(availability.report_status, key, replace(report, received_at=LATER))
    assert await store.read(history) == [report.status]


async def test_an_old_status_changes_the_history_only(store: Store, key: StationKey, published: list[Event]) -> None:
    await store.write(availability.report_status, key, replace(AVAILABLE, reported_at=LATER, received_at=LATER))
    await store.write(availability.report_status, key, replace(AVAILABLE, status="Charging", received_at=LATER))
    (connector,) = await store.read(stations.connectors, key.id)
    assert connector["status"] == "Available"
    assert await store.read(history) == ["Available", "Charging"]
    assert len(published) == 1


async def test_another_error_is_told_but_does_not_begin_the_status_anew(
    store: Store, key: StationKey, published: list[Event]
) -> None:
    faulted = replace(AVAILABLE, status="Faulted", error_code="GroundFailure", error_info="x", vendor_error_code="7")
    other = replace(faulted, error_code="OverVoltage", reported_at=LATER, received_at=LATER)
    for report in (faulted, other):
        await store.write(availability.report_status, key, report)
    (connector,) = await store.read(stations.connectors, key.id)
    assert (connector["since"], connector["error_code"], connector["vendor_error_code"]) == (NOW, "OverVoltage", "7")
    assert [
        (event.error_code, event.error_info, event.vendor_error_code, event.since)
        for event in published
        if isinstance(event, ConnectorStatusChanged)
    ] == [("GroundFailure", "x", "7", NOW), ("OverVoltage", "x", "7", None)]


async def test_more_words_about_the_same_error_are_kept_and_no_news(
    store: Store, key: StationKey, published: list[Event]
) -> None:
    for info in ("41 C", "42 C"):
        await store.write(availability.report_status, key, replace(AVAILABLE, status="Faulted", error_info=info))
    assert (await store.read(stations.connectors, key.id))[0]["error_info"] == "42 C"
    assert len(published) == 1


async def test_a_number_that_no_connector_has_is_taken_all_the_same(store: Store, key: StationKey) -> None:
    await store.write(availability.report_status, key, replace(AVAILABLE, evse=2**40, connector=2**40))
    assert (await store.read(stations.connectors, key.id))[0]["evse"] == 2**40


async def test_a_security_event_is_there_once(store: Store, key: StationKey) -> None:
    for happened_at in (NOW, NOW, LATER):
        await store.write(notifications.security_event, key, "TamperDetectionActivated", None, happened_at, LATER)

    def count(connection: sa.Connection) -> int:
        return connection.execute(sa.select(sa.func.count()).select_from(security_event)).scalar_one()

    assert await store.read(count) == 2


async def test_messages_are_kept_as_they_came(store: Store, key: StationKey) -> None:
    await store.write(notifications.keep, key, "NotifyEvent", '{"seqNo": 0, "text": "\\u0000"}', NOW)

    def kept(connection: sa.Connection) -> list[tuple[str, str, datetime]]:
        columns = (notification.c.action, notification.c.payload, notification.c.received_at)
        return [tuple(row) for row in connection.execute(sa.select(*columns))]

    assert await store.read(kept) == [("NotifyEvent", '{"seqNo": 0, "text": "\\u0000"}', NOW)]


async def test_what_a_deleted_station_tells_is_an_error(store: Store) -> None:
    with pytest.raises(LookupError, match="no station with the key 99"):
        await store.write(provisioning.boot, StationKey(99, "CP1"), Boot(NOW, "Maker", "Model"))
