from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.load.settings import Kind, LoadSettings

URL = "ws://127.0.0.1:9000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://127.0.0.1"},
        {"stations": 0},
        {"stations": 2_000_000},
        {"versions": ()},
        {"versions": ("1.5",)},
        {"id_prefix": ""},
        {"id_prefix": "x" * 44},
        {"id_token": "x" * 21},
        {"connectors": 0},
        {"charging_share": 1.1},
        {"mix": {}},
        {"mix": {Kind.HEARTBEAT: 0}},
        {"mix": {Kind.HEARTBEAT: -1, Kind.METER_VALUES: 2}},
        {"ramp_per_s": 0.0},
        {"duration_s": 0.0},
        {"duration_s": float("inf")},
        {"meter_interval_s": float("nan")},
        {"answer_timeout_s": -1.0},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {"url": URL, **wrong}
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        LoadSettings(**values)


@given(st.floats(0, 1), st.integers(1, 300))
def test_the_share_that_charges_is_exact_and_even(share: float, stations: int) -> None:
    settings = LoadSettings(url=URL, stations=stations, charging_share=share)
    charging = [settings.charges(number) for number in range(1, stations + 1)]
    assert abs(sum(charging) - share * stations) < 1
    for begin in range(0, stations - 10, 10):
        assert abs(sum(charging[begin : begin + 10]) - 10 * share) < 2


def test_identities_versions_and_passwords() -> None:
    settings = LoadSettings(url=URL, versions=("1.6", "2.1"), id_prefix="X-", password="pw-{id}")
    assert [settings.identity(1), settings.identity(10_000)] == ["X-00001", "X-10000"]
    assert [settings.version(number) for number in (1, 2, 3)] == ["1.6", "2.1", "1.6"]
    assert settings.password_of("X-00001") == "pw-X-00001"
    assert LoadSettings(url=URL, stations=200_000).identity(7) == "LOAD-000007"


@pytest.mark.parametrize(
    ("mix", "turns"),
    [
        ({Kind.HEARTBEAT: 5}, "H"),
        ({Kind.HEARTBEAT: 2, Kind.METER_VALUES: 2}, "HM"),
        ({Kind.HEARTBEAT: 3, Kind.METER_VALUES: 1}, "HHMH"),
        ({Kind.HEARTBEAT: 0, Kind.METER_VALUES: 7}, "M"),
        ({Kind.TRANSACTIONS: 1, Kind.METER_VALUES: 2}, "MTM"),
    ],
)
def test_a_mix_is_spread_evenly(mix: dict[Kind, int], turns: str) -> None:
    settings = LoadSettings(url=URL, mix=mix)
    assert "".join(kind.name[0] for kind in settings.turns()) == turns
