"""Stations that live thirty times as fast, and tell the real time."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from csms.demo.fast_time import FastTime, RealTimestamps
from csms_simulator.wire_frame import Frame, Kind

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> FastTime:
    monkeypatch.setattr("time.time", BEGIN.timestamp)
    return FastTime(30)


def test_half_an_hour_of_a_station_is_a_minute(fast: FastTime) -> None:
    real = fast.to_real(BEGIN + timedelta(minutes=30))
    assert real == BEGIN + timedelta(minutes=1)
    assert fast.from_real(real) == BEGIN + timedelta(minutes=30)


def test_what_a_station_writes_is_the_real_time(fast: FastTime) -> None:
    value = {"timestamp": "2026-05-01T12:30:00Z", "sampledValue": [{"value": "7"}]}
    payload = {"connectorId": 1, "meterValue": [value]}
    frame = RealTimestamps(random.Random(1), fast).outgoing(Frame(Kind.CALL, "1", "MeterValues", payload))
    assert frame.payload["meterValue"][0]["timestamp"] == "2026-05-01T12:01:00.000Z"
    assert frame.payload["meterValue"][0]["sampledValue"] == [{"value": "7"}]


def test_what_a_station_reads_is_its_own_time(fast: FastTime) -> None:
    answer = Frame(Kind.RESULT, "1", "Heartbeat", {"currentTime": "2026-05-01T12:01:00Z"})
    assert RealTimestamps(random.Random(1), fast).incoming(answer).payload == {
        "currentTime": "2026-05-01T12:30:00.000Z"
    }
