"""What is noted of each message beside the record."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from csms.domain.violations import LONGEST_EXAMPLE, Violation
from csms.gateway.recorder import VIOLATIONS_LIMIT, Recorder, frame_mask
from csms.service import violations as service
from csms.storage import frames, stations, violations
from csms.storage.engine import StorageError, Store, Tx
from csms.storage.frame_log import FrameLog, Limits
from csms.storage.frames import FrameFilter
from csms.storage.stations import StationRecord
from ocpp.tolerance import Applied, Tolerance

BEGIN_S = 1_790_000_000.0
BEGIN = datetime.fromtimestamp(BEGIN_S, UTC)


class Clock:
    def __init__(self) -> None:
        self.now_s = BEGIN_S

    def __call__(self) -> float:
        return self.now_s


def add_station(tx: Tx, identity: str) -> StationRecord:
    return stations.insert(tx.connection, identity, "accepted", BEGIN)


async def last_seen(store: Store, identity: str) -> datetime | None:
    found = await store.read(stations.find, identity)
    assert found is not None
    return found.last_seen_at


def repair(rule: Tolerance = Tolerance.too_long, place: str = "idTag") -> Applied:
    return Applied(rule, place, '"x"', '"y"')


async def test_frames_of_both_directions_go_to_the_log_masked(tmp_path: Path) -> None:
    clock = Clock()
    log = FrameLog(
        f"sqlite:///{tmp_path}/f.db",
        mask=frame_mask(id_tokens=True),
        retention=timedelta(days=7),
        limits=Limits(pause_s=3600),
        now_s=clock,
    )
    log.start()
    recorder = Recorder(log, clock)
    recorder.frame_received("A", b'[2,"1","Authorize",{"idTag":"DEADBEEF"}]')
    clock.now_s += 0.25
    recorder.frame_sent("A", '[3,"1",{"idTagInfo":{"status":"Accepted"}}]')
    recorder.frame_sent("A", '[2,"2","ChangeConfiguration",{"key":"AuthorizationKey","value":"secret"}]')
    await log.flush()
    change, answer, call = await log.read(frames.find, "A", FrameFilter(), None, 10)
    await log.close()
    assert call.text == '[2,"1","Authorize",{"idTag":"***"}]'
    assert (answer.direction, answer.action, answer.latency_s) == ("out", "Authorize", 0.25)
    assert "secret" not in change.text


async def test_a_station_was_seen_when_its_last_frame_came(store: Store) -> None:
    clock = Clock()
    recorder = Recorder(None, clock)
    for identity in ("A", "B", "silent"):
        await store.write(add_station, identity)
    recorder.frame_received("A", "")
    recorder.frame_received("B", "")
    recorder.frame_received("unknown", "")
    recorder.frame_sent("silent", "")
    clock.now_s += 5
    recorder.frame_received("B", "")
    await recorder.write_heard(store)
    assert await last_seen(store, "A") == BEGIN
    assert await last_seen(store, "B") == BEGIN + timedelta(seconds=5)
    assert await last_seen(store, "silent") is None


async def test_nothing_is_written_when_nothing_was_heard(store: Store) -> None:
    recorder = Recorder()
    await store.write(add_station, "A")
    commits = store.commits
    await recorder.write_heard(store)
    await recorder.write_violations(store)
    assert store.commits == commits


async def test_a_station_that_has_said_later_that_it_is_there_is_not_set_back(store: Store) -> None:
    recorder = Recorder(None, Clock())
    known = await store.write(add_station, "A")
    recorder.frame_received("A", "")
    later = BEGIN + timedelta(seconds=9)
    await store.write(lambda tx: stations.update(tx.connection, known.id, last_seen_at=later))
    await recorder.write_heard(store)
    assert await last_seen(store, "A") == later


async def test_thousands_of_stations_are_written_part_by_part(store: Store) -> None:
    clock = Clock()
    recorder = Recorder(None, clock)
    await store.write(lambda tx: [add_station(tx, f"S{number}") for number in range(1200)])
    for number in range(1200):
        recorder.frame_received(f"S{number}", "")
        recorder.tolerated(f"S{number}", "Heartbeat", [repair()])
    commits = store.commits
    await recorder.write_heard(store)
    assert store.commits - commits == 3
    await recorder.write_violations(store)
    assert store.commits - commits == 6
    assert await last_seen(store, "S1199") == BEGIN
    assert await store.read(_count_violations) == 1200


def _count_violations(connection: sa.Connection) -> int:
    return connection.execute(sa.text("SELECT count(*) FROM violation")).scalar_one()


async def test_repairs_are_counted_by_station_rule_and_action(store: Store) -> None:
    clock = Clock()
    recorder = Recorder(None, clock)
    known = await store.write(add_station, "A")
    await store.write(add_station, "B")
    recorder.tolerated("A", "Authorize", [repair(place="idTag"), repair(place="other")])
    recorder.tolerated("A", "Heartbeat", [repair(Tolerance.extra_fields)])
    recorder.tolerated("B", "Authorize", [repair()])
    recorder.tolerated("unknown", "Authorize", [repair()])
    await recorder.write_violations(store)
    clock.now_s += 60
    recorder.tolerated("A", "Authorize", [repair(place="last")])
    await recorder.write_violations(store)
    assert await store.read(violations.of_station, known.id) == [
        Violation(
            rule="too_long",
            action="Authorize",
            count=3,
            first_at=BEGIN,
            last_at=BEGIN + timedelta(seconds=60),
            example='too_long at last: "x" -> "y"',
        ),
        Violation(
            rule="extra_fields",
            action="Heartbeat",
            count=1,
            first_at=BEGIN,
            last_at=BEGIN,
            example='extra_fields at idTag: "x" -> "y"',
        ),
    ]


async def test_actions_that_a_station_makes_up_do_not_fill_the_table(store: Store) -> None:
    recorder = Recorder(None, Clock())
    known = await store.write(add_station, "A")
    for number in range(5):
        recorder.tolerated("A", f"Made{number}Up", [repair(place="x" * 1000)])
    recorder.tolerated("A", "NotifyEvent", [repair()])
    await recorder.write_violations(store)
    found = {each.action: each for each in await store.read(violations.of_station, known.id)}
    assert {action: each.count for action, each in found.items()} == {"": 5, "NotifyEvent": 1}
    assert len(found[""].example) == LONGEST_EXAMPLE


async def test_what_waits_to_be_written_is_bounded(store: Store) -> None:
    recorder = Recorder(None, Clock())
    for number in range(VIOLATIONS_LIMIT + 5):
        recorder.tolerated(f"S{number}", "Authorize", [repair()])
    last = await store.write(add_station, f"S{VIOLATIONS_LIMIT - 1}")
    beyond = await store.write(add_station, f"S{VIOLATIONS_LIMIT}")
    await recorder.write_violations(store)
    assert len(await store.read(violations.of_station, last.id)) == 1
    assert await store.read(violations.of_station, beyond.id) == []


async def test_nothing_is_forgotten_while_the_database_is_away(store: Store, database_url: str) -> None:
    clock = Clock()
    recorder = Recorder(None, clock)
    known = await store.write(add_station, "A")
    away = Store(database_url)
    await away.close()
    recorder.frame_received("A", "")
    recorder.tolerated("A", "Authorize", [repair()])
    with pytest.raises(StorageError):
        await recorder.write_heard(away)
    with pytest.raises(StorageError):
        await recorder.write_violations(away)
    clock.now_s += 5
    recorder.tolerated("A", "Authorize", [repair(place="later")])
    await recorder.write_heard(store)
    await recorder.write_violations(store)
    assert await last_seen(store, "A") == BEGIN
    (found,) = await store.read(violations.of_station, known.id)
    assert (found.count, found.first_at, found.last_at) == (2, BEGIN, BEGIN + timedelta(seconds=5))
    assert "later" in found.example


async def test_violations_go_with_their_station(store: Store) -> None:
    known = await store.write(add_station, "A")
    found = Violation(rule="noise", action="", count=1, first_at=BEGIN, last_at=BEGIN, example="")
    await store.write(service.record, [("A", found)])
    await store.write(_delete_stations)
    assert await store.read(violations.of_station, known.id) == []


def _delete_stations(tx: Tx) -> None:
    tx.connection.execute(sa.text("DELETE FROM station"))
