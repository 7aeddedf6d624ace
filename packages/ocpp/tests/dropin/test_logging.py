"""The log lines that users attach handlers to."""
# Programs written for the peer carry no types; these tests are such programs.
# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import logging
from collections.abc import Callable
from typing import Any

import pytest

from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action

from .connection import LoggedOutError, MemoryConnection

Run = Callable[..., Any]


class Station(ChargePoint):
    @on(Action.heartbeat)
    def on_heartbeat(self) -> Any:
        return call_result.Heartbeat("now")

    @on(Action.authorize)
    def on_authorize(self, id_tag: str) -> Any:
        raise ValueError("the reason")


def serve(run: Run, station: Station, connection: MemoryConnection, *frames: Any) -> None:
    for frame in frames:
        connection.feed(frame)
    connection.break_with(LoggedOutError())
    with pytest.raises(LoggedOutError):
        run(station.start())


def test_frames_in_and_out_are_info_lines(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "ocpp"):
        serve(run, Station("CP-1", connection), connection, '[2,"1","Heartbeat",{}]')
    lines = [record for record in caplog.records if record.levelno == logging.INFO]
    assert [record.getMessage() for record in lines] == [
        'CP-1: receive message [2,"1","Heartbeat",{}]',
        'CP-1: send [3,"1",{"currentTime":"now"}]',
    ]
    assert [record.msg for record in lines] == ["%s: receive message %s", "%s: send %s"]
    assert lines[0].args == ("CP-1", '[2,"1","Heartbeat",{}]')
    assert {record.name for record in lines} == {"ocpp"}


def test_requests_are_info_lines(run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture) -> None:
    station = Station("CP-1", connection, 0.01)
    with caplog.at_level(logging.INFO, "ocpp"), pytest.raises(TimeoutError):
        run(station.call(call.ClearCache(), unique_id="7"))
    assert [record.getMessage() for record in caplog.records] == ['CP-1: send [2,"7","ClearCache",{}]']


def test_own_logger_gets_the_lines(run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture) -> None:
    station = Station("CP-1", connection, logger=logging.getLogger("my.station"))
    with caplog.at_level(logging.INFO):
        serve(run, station, connection, '[2,"1","Heartbeat",{}]')
    assert {record.name for record in caplog.records} == {"my.station"}
    assert len(caplog.records) == 2


def test_logger_is_read_at_each_message(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    station = Station("CP-1", connection)
    station.logger = logging.getLogger("my.other.station")
    with caplog.at_level(logging.INFO):
        serve(run, station, connection, '[2,"1","Heartbeat",{}]')
    assert {record.name for record in caplog.records} == {"my.other.station"}


def test_failure_of_a_handler_is_logged_with_its_traceback(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "ocpp"):
        serve(run, Station("CP-1", connection), connection, '[2,"1","Authorize",{"idTag":"x"}]')
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ValueError)


@pytest.mark.parametrize("raw", ["{", "[]", '[2,"1","Nonsense",{}]', '[2,"1","Authorize",{}]'])
def test_message_that_is_not_served_is_logged(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture, raw: str
) -> None:
    with caplog.at_level(logging.WARNING, "ocpp"):
        serve(run, Station("CP-1", connection), connection, raw)
    assert len(caplog.records) == 1


def test_nothing_is_logged_below_the_level(
    run: Run, connection: MemoryConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "ocpp"):
        serve(run, Station("CP-1", connection), connection, '[2,"1","Heartbeat",{}]')
    assert caplog.records == []
