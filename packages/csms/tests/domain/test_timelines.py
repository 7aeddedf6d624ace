"""What went on at a station over time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from csms.domain.events import StationConnected, StationDisconnected
from csms.domain.timelines import LinkSpan, Report, link_spans, status_spans, when

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def came(minutes: float) -> StationConnected:
    return StationConnected(
        station="A", at=at(minutes), version="1.6", remote_address="192.0.2.1", admission="accepted", site=None
    )


def left(minutes: float) -> StationDisconnected:
    return StationDisconnected(station="A", at=at(minutes), reason="It went")


def links(*events: StationConnected | StationDisconnected, **now: Any) -> list[tuple[datetime | None, ...]]:
    facts: dict[str, Any] = {"is_connected": False, "connected_at": None, "last_seen_at": None} | now
    return [(span.since, span.until) for span in link_spans(events, **facts)]


def test_a_link_goes_from_its_begin_to_its_end() -> None:
    assert link_spans([came(0), left(5)], is_connected=False, connected_at=None, last_seen_at=None) == [
        LinkSpan(since=at(0), until=at(5), reason="It went", remote_address="192.0.2.1")
    ]
    assert links(came(0), left(5), came(7), is_connected=True) == [(at(0), at(5)), (at(7), None)]


def test_a_link_whose_begin_is_not_known_has_none() -> None:
    assert links(left(5)) == [(None, at(5))]
    assert links(is_connected=True, connected_at=at(-9)) == [(at(-9), None)]
    assert links() == []


def test_a_link_that_another_took_the_place_of_ends_where_that_begins() -> None:
    assert links(came(0), came(5), is_connected=True) == [(at(0), at(5)), (at(5), None)]
    assert links(came(0), left(3), left(4)) == [(at(0), at(3))]


def test_a_link_that_ended_without_a_word_lasted_until_the_station_was_last_heard_of() -> None:
    assert links(came(0), last_seen_at=at(4)) == [(at(0), at(4))]
    assert links(came(0), last_seen_at=at(-1)) == [(at(0), at(0))]
    assert links(came(0)) == [(at(0), at(0))]


def report(minutes: float, status: str, *, evse: int = 1, error: str | None = None) -> Report:
    return Report(evse=evse, connector=1, status=status, reported_at=at(minutes), error_code=error)


def test_a_status_lasts_until_another_is_told() -> None:
    spans = status_spans(
        [
            report(0, "Available", evse=2),
            report(0, "Available"),
            report(1, "Charging", evse=2),
            report(2, "Available"),
            report(3, "Faulted", error="GroundFailure"),
            report(4, "Faulted", error="OverCurrentFailure"),
        ]
    )
    assert [(span.evse, span.status, span.error_code, span.since, span.until) for span in spans] == [
        (1, "Available", None, at(0), at(3)),
        (1, "Faulted", "GroundFailure", at(3), at(4)),
        (1, "Faulted", "OverCurrentFailure", at(4), None),
        (2, "Available", None, at(0), at(1)),
        (2, "Charging", None, at(1), None),
    ]


def test_a_clock_that_is_ahead_does_not_make_things_happen_later_than_they_were_told() -> None:
    assert when(at(-30), at(0)) == at(-30)
    assert when(at(30), at(0)) == at(0)
