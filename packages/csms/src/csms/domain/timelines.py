"""What went on at a station over time: its links, and the statuses of its connectors, as lengths of time."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from csms.domain.events import StationConnected, StationDisconnected


class LinkSpan(Struct, frozen=True, kw_only=True):
    """A length of time in which a station had a link.

    Args:
        since: when the link began; None: before what is known.
        until: when it ended; None: it goes on.
        reason: why it ended; None if it goes on, or nobody knows.
        remote_address: where it came from, if that is known.
    """

    since: datetime | None
    until: datetime | None
    reason: str | None = None
    remote_address: str | None = None


class Report(Struct, frozen=True, kw_only=True):
    """What a station said of a connector at a time.

    Args:
        evse: number of the EVSE.
        connector: number of the connector at its EVSE.
        status: in the words of its version.
        reported_at: when.
        error_code: the error; None without one.
        error_info: more about the error.
        vendor_error_code: the vendor's own code of the error.
    """

    evse: int
    connector: int
    status: str
    reported_at: datetime
    error_code: str | None = None
    error_info: str | None = None
    vendor_error_code: str | None = None


class StatusSpan(Struct, frozen=True, kw_only=True):
    """A length of time in which a connector was in one status.

    Args:
        evse: number of the EVSE.
        connector: number of the connector at its EVSE.
        status: in the words of its version.
        error_code: the error; None without one.
        error_info: more about the error.
        vendor_error_code: the vendor's own code of the error.
        since: when it was told first.
        until: when something else was told; None: nothing else was.
    """

    evse: int
    connector: int
    status: str
    error_code: str | None
    error_info: str | None
    vendor_error_code: str | None
    since: datetime
    until: datetime | None


def when(told_at: datetime, received_at: datetime) -> datetime:
    """Return when something happened, by one clock for all that is on a timeline.

    What a station tells later, because it had no link, happened when it says. But nothing is told before it happens:
    where the station's clock is ahead, it happened when it was told.
    """
    return min(told_at, received_at)


def link_spans(
    events: Iterable[StationConnected | StationDisconnected],
    *,
    is_connected: bool,
    connected_at: datetime | None,
    last_seen_at: datetime | None,
) -> list[LinkSpan]:
    """Return when a station had a link.

    A link that ended without a word, because another took its place or the server was killed, ends when the next one
    begins, or when the station was last heard of.

    Args:
        events: of the station, in order.
        is_connected: whether it has a link after the last of them.
        connected_at: when its last link began.
        last_seen_at: when it was last heard of.
    """
    spans: list[LinkSpan] = []
    for event in events:
        open_one = spans[-1] if spans and spans[-1].until is None else None
        if open_one is not None:
            reason = event.reason if isinstance(event, StationDisconnected) else None
            spans[-1] = _ended(open_one, event.at, reason)
        elif isinstance(event, StationDisconnected) and not spans:
            spans.append(LinkSpan(since=None, until=event.at, reason=event.reason))
        if isinstance(event, StationConnected):
            spans.append(LinkSpan(since=event.at, until=None, remote_address=event.remote_address))
    if is_connected:
        if not spans or spans[-1].until is not None:
            spans.append(LinkSpan(since=connected_at, until=None))
    elif spans and spans[-1].until is None:
        began = spans[-1].since
        end = last_seen_at if began is None or (last_seen_at is not None and last_seen_at > began) else began
        spans[-1] = _ended(spans[-1], end or began, None)
    return spans


def _ended(span: LinkSpan, at: datetime | None, reason: str | None) -> LinkSpan:
    return LinkSpan(since=span.since, until=at, reason=reason, remote_address=span.remote_address)


def status_spans(reports: Sequence[Report]) -> list[StatusSpan]:
    """Return how long each connector was in which status, connector by connector, in order of time.

    Args:
        reports: in order of time; what is told again changes nothing.
    """
    spans: dict[tuple[int, int], list[StatusSpan]] = {}
    for report in reports:
        of_connector = spans.setdefault((report.evse, report.connector), [])
        if of_connector:
            last = of_connector[-1]
            if _said(last) == _said(report):
                continue
            of_connector[-1] = _span(last, last.since, report.reported_at)
        of_connector.append(_span(report, report.reported_at, None))
    return [span for place in sorted(spans) for span in spans[place]]


def _said(of: Report | StatusSpan) -> tuple[str | None, ...]:
    return of.status, of.error_code, of.error_info, of.vendor_error_code


def _span(of: Report | StatusSpan, since: datetime, until: datetime | None) -> StatusSpan:
    return StatusSpan(
        evse=of.evse,
        connector=of.connector,
        status=of.status,
        error_code=of.error_code,
        error_info=of.error_info,
        vendor_error_code=of.vendor_error_code,
        since=since,
        until=until,
    )
