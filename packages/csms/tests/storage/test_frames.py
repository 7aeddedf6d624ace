"""Frames are found by station, time and what they say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from csms.storage import frames
from csms.storage.connections import make_engine
from csms.storage.frames import FrameFilter, FrameRow

BEGIN_S = 1_790_000_000.0
BEGIN = datetime.fromtimestamp(BEGIN_S, UTC)


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    engine = make_engine(database_url, connections=1, is_writer=True, is_durable=False)
    with engine.connect() as opened, opened.begin():
        frames.prepare(opened)
        yield opened
    engine.dispose()


def row(
    seconds: float,
    text: str,
    *,
    station: str = "A",
    direction: str = "in",
    kind: int = 2,
    message_id: str | None = None,
    action: str | None = None,
    outcome: str | None = None,
) -> FrameRow:
    return FrameRow(station, BEGIN_S + seconds, direction, kind, message_id, action, text, outcome, None)


def found(connection: sa.Connection, wanted: FrameFilter | None = None) -> list[str]:
    return [each.text for each in frames.find(connection, "A", wanted or FrameFilter(), None, 100)]


def test_frames_of_one_station_come_newest_first(connection: sa.Connection) -> None:
    frames.insert(connection, [row(2, "second"), row(1, "first"), row(3, "other", station="B"), row(3, "third")])
    assert found(connection) == ["third", "second", "first"]


def test_each_filter_leaves_out_what_is_different(connection: sa.Connection) -> None:
    frames.insert(
        connection,
        [
            row(0, '[2,"1","Reset",{}]', direction="out", kind=2, message_id="1", action="Reset"),
            row(1, '[3,"1",{"status":"Accepted"}]', kind=3, message_id="1", action="Reset", outcome="Accepted"),
            row(2, "100% _odd_ \\ 'text'", kind=0),
        ],
    )
    assert len(found(connection, FrameFilter(since=BEGIN + timedelta(seconds=1)))) == 2
    assert len(found(connection, FrameFilter(until=BEGIN + timedelta(seconds=1)))) == 1
    assert found(connection, FrameFilter(direction="out")) == ['[2,"1","Reset",{}]']
    assert found(connection, FrameFilter(kind=0)) == ["100% _odd_ \\ 'text'"]
    assert len(found(connection, FrameFilter(action="Reset"))) == 2
    assert len(found(connection, FrameFilter(message_id="1", kind=3))) == 1
    assert len(found(connection, FrameFilter(outcome="Accepted"))) == 1
    assert found(connection, FrameFilter(text="aCCepted")) == ['[3,"1",{"status":"Accepted"}]']
    for text in ("100% _", "\\ 'T", "%", "_o"):
        assert found(connection, FrameFilter(text=text)) == ["100% _odd_ \\ 'text'"], text
    assert found(connection, FrameFilter(text="nowhere")) == []


def test_pages_hold_each_frame_once_also_those_of_the_same_moment(connection: sa.Connection) -> None:
    frames.insert(connection, [row(number // 4, str(number)) for number in range(20)])
    seen: list[str] = []
    position: tuple[datetime, int] | None = None
    while page := frames.find(connection, "A", FrameFilter(), position, 3):
        seen += [each.text for each in page]
        position = page[-1].at, page[-1].id
    assert seen == [str(number) for number in reversed(range(20))]


def test_a_call_and_its_answer_find_each_other(connection: sa.Connection) -> None:
    frames.insert(
        connection,
        [
            row(0, "call 1", message_id="7"),
            row(1, "call of the other side", message_id="7", direction="out"),
            row(2, "answer 1", message_id="7", direction="out", kind=3),
            row(2, "of another station", message_id="7", direction="out", kind=3, station="B"),
            row(10, "call 2", message_id="7"),
            row(11, "answer 2", message_id="7", direction="out", kind=4),
            row(20, "call 3", message_id="7"),
            row(21, "no frame", kind=0),
        ],
    )
    known = {each.text: each for each in frames.find(connection, "A", FrameFilter(), None, 100)}

    def counterpart(text: str) -> str | None:
        other = frames.counterpart(connection, known[text])
        return None if other is None else other.text

    assert counterpart("call 1") == "answer 1"
    assert counterpart("answer 1") == "call 1"
    assert counterpart("call 2") == "answer 2"
    assert counterpart("answer 2") == "call 2"
    assert counterpart("call 3") is None
    assert counterpart("no frame") is None
    assert counterpart("call of the other side") is None


def test_a_frame_is_found_by_its_number_at_its_station_only(connection: sa.Connection) -> None:
    frames.insert(connection, [row(0, "frame")])
    (known,) = frames.find(connection, "A", FrameFilter(), None, 1)
    assert frames.get(connection, "A", known.id) == known
    assert frames.get(connection, "B", known.id) is None


def test_a_list_of_a_station_needs_no_sorting(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    statement = "EXPLAIN QUERY PLAN SELECT * FROM frame WHERE station = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT 9"
    plan = " ".join(each[3] for each in connection.exec_driver_sql(statement, ("A", 0)))
    assert "USING INDEX ix_frame_station_at_id" in plan
    assert "TEMP B-TREE" not in plan


def test_frames_can_begin_with_the_oldest(connection: sa.Connection) -> None:
    frames.insert(connection, [row(second, str(second)) for second in range(4)])
    first = frames.find(connection, "A", FrameFilter(), None, 2, is_oldest_first=True)
    assert [each.text for each in first] == ["0", "1"]
    rest = frames.find(connection, "A", FrameFilter(), (first[-1].at, first[-1].id), 9, is_oldest_first=True)
    assert [each.text for each in rest] == ["2", "3"]
