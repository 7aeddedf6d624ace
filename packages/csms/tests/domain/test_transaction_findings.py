"""Why a transaction went as it did is told in words, matter by matter."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.authorization import AuthorizationStatus
from csms.domain.energy import Flag
from csms.domain.findings import Finding, Severity
from csms.domain.transaction_findings import Facts, Fault, find, gaps_in, time_in
from csms.domain.transactions import Irregularity
from ocpp.v16.enums import Reason
from ocpp.v21.enums import ReasonEnumType

BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return BEGIN + minutes * MINUTE


def facts(**known: Any) -> Facts:
    """Return what is recorded of an hour of charging that went as it should, but for what is given."""
    usual: dict[str, Any] = {
        "started_at": BEGIN,
        "ended_at": at(60),
        "authorization": "Accepted",
        "energy_wh": 10_000.0,
    }
    return Facts(**(usual | known))


def told(**known: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity.value) for finding in find(facts(**known))]


def only(**known: Any) -> Finding:
    (finding,) = find(facts(**known))
    return finding


def test_of_a_transaction_that_goes_on_as_it_should_nothing_is_said() -> None:
    assert find(facts(is_open=True, charging_state="Charging")) == []


def test_of_one_that_ended_as_it_should_only_its_end_is_said() -> None:
    assert only(stopped_reason="Local") == Finding(
        "ended", Severity.NOTE, "It was ended at the station, by the driver."
    )


@pytest.mark.parametrize("status", [each.value for each in AuthorizationStatus if each.value != "Accepted"])
def test_a_driver_who_was_refused(status: str) -> None:
    finding = only(authorization=status, refusal="The token is not registered")
    assert (finding.code, finding.severity) == ("token_refused", Severity.ERROR)
    assert finding.text == f"The driver was refused ({status}): The token is not registered."
    assert "token" in finding.remedy
    assert only(authorization=status).text.endswith("The token was not accepted.")


def test_a_token_that_nobody_asked_about_is_no_matter() -> None:
    assert find(facts(authorization=None)) == []


@pytest.mark.parametrize("reason", sorted({*map(str, Reason), *map(str, ReasonEnumType)}))
def test_each_reason_of_an_end_has_words(reason: str) -> None:
    finding = only(stopped_reason=reason)
    assert finding.code == "ended"
    assert reason == "Other" or "as the reason" not in finding.text
    assert (finding.severity is Severity.ERROR) == (
        reason
        in {
            "DeAuthorized",
            "EmergencyStop",
            "GroundFault",
            "OvercurrentFault",
            "PowerLoss",
            "PowerQuality",
            "ReqEnergyTransferRejected",
        }
    )


def test_a_reason_of_the_vendors_own_is_told_as_it_is() -> None:
    assert only(stopped_reason="Earthquake").text == "The station gives Earthquake as the reason of its end."


def test_who_has_ended_it_from_afar_is_told() -> None:
    assert only(stopped_reason="Remote", stopped_by="admin").text == "It was ended from afar: admin has asked for it."


def test_the_end_of_one_that_goes_on_is_not_told() -> None:
    assert find(facts(is_open=True, stopped_reason="Local")) == []


def test_faults_are_told_once_each_and_when_they_came() -> None:
    faults = (
        Fault(at(0), "Faulted", "GroundFailure", "L1"),
        Fault(at(2), "Faulted"),
        Fault(at(65.5), "Charging", "OverVoltage"),
        Fault(at(70), "Charging", "OverVoltage"),
    )
    assert [finding.text for finding in find(facts(ended_at=at(90), faults=faults))] == [
        "The station reported GroundFailure (L1), when it began.",
        "The station reported Faulted, 2 min after it had begun.",
        "The station reported OverVoltage, 1 h 5 min after it had begun.",
    ]


@pytest.mark.parametrize(("energy_wh", "severity"), [(0.0, Severity.ERROR), (10_000.0, Severity.WARNING)])
def test_a_limit_of_nothing(energy_wh: float, severity: Severity) -> None:
    finding = find(facts(zero_limit="admin", energy_wh=energy_wh, is_nothing_offered=True))[0]
    assert (finding.code, finding.severity) == ("limit_zero", severity)
    assert finding.text.startswith("admin had limited")


def test_a_vehicle_that_was_offered_nothing() -> None:
    assert told(is_nothing_offered=True, energy_wh=0.0) == [("nothing_offered", "error"), ("no_energy", "error")]
    assert told(is_nothing_offered=True) == []


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"energy_wh": 0.0}, [("no_energy", "error")]),
        ({"energy_wh": 49.0}, [("no_energy", "error")]),
        ({"energy_wh": 50.0}, []),
        ({"energy_wh": 0.0, "ended_at": at(2)}, []),
        ({"energy_wh": 0.0, "charging_state": "EVConnected"}, [("vehicle_not_ready", "error")]),
        ({"energy_wh": None}, [("energy_unknown", "warning")]),
        ({"energy_wh": 0.0, "is_open": True}, [("no_energy", "error")]),
    ],
)
def test_energy_that_did_not_flow(known: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert told(**known) == found


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"suspended_ev": 29 * MINUTE}, []),
        ({"suspended_ev": 30 * MINUTE}, [("suspended_ev", "note")]),
        ({"suspended_ev": 4 * MINUTE, "energy_wh": 0.0}, [("no_energy", "error"), ("suspended_ev", "warning")]),
        ({"suspended_evse": 4 * MINUTE}, []),
        ({"suspended_evse": 5 * MINUTE}, [("suspended_evse", "warning")]),
    ],
)
def test_who_held_the_energy_back(known: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert told(**known) == found


def test_how_long_it_was_held_back_is_told() -> None:
    assert "for 2 h (SuspendedEV)" in only(suspended_ev=timedelta(hours=2)).text
    assert "for 45 min (SuspendedEVSE)" in only(suspended_evse=timedelta(seconds=2710)).text


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"gaps": [timedelta(seconds=59)]}, []),
        ({"gaps": [MINUTE], "is_offline": True}, [("offline", "warning")]),
        ({"gaps": [MINUTE, 2 * MINUTE]}, [("offline", "warning")]),
        ({"is_offline": True}, [("told_later", "note")]),
    ],
)
def test_a_link_that_was_lost(known: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert told(**known) == found


def test_how_long_the_link_was_lost_is_told() -> None:
    assert only(gaps=[MINUTE, 2 * MINUTE]).text == "The station had no link 2 times while it ran, for 3 min in all."
    assert "no link once while it ran" in only(gaps=[MINUTE]).text


@pytest.mark.parametrize("flag", [*(each.value for each in Flag), *(each.value for each in Irregularity)])
def test_each_flag_has_words(flag: str) -> None:
    finding = only(flags=[flag])
    assert finding.code == flag
    assert finding.text.endswith(".")
    assert (finding.severity is Severity.WARNING) == bool(finding.remedy) or flag == "clock_doubted"


def test_why_an_end_was_assumed_is_told() -> None:
    lines = [("end_assumed", "old"), ("end_assumed", "The connector is available since then: the end is assumed")]
    assert only(flags=["end_assumed"], lines=lines).text == f"{lines[1][1]}."


def test_who_stopped_it_in_place_of_the_driver_is_told() -> None:
    text = "Stopped with B, which is not of the group of A"
    assert only(lines=[("stopped_by_another", text)]) == Finding("stopped_by_another", Severity.NOTE, f"{text}.")


def test_the_worst_comes_first() -> None:
    codes = told(authorization="Blocked", stopped_reason="Local", gaps=[MINUTE], flags=["register_jumped"])
    assert codes == [
        ("token_refused", "error"),
        ("offline", "warning"),
        ("ended", "note"),
        ("register_jumped", "note"),
    ]


@pytest.mark.parametrize(
    ("links", "gaps"),
    [
        ([(None, None)], []),
        ([], [60]),
        ([(None, 20)], [40]),
        ([(10, 20), (25, None)], [10, 5]),
        ([(-5, 70)], []),
        ([(-20, -10), (50, 55)], [50, 5]),
        ([(70, 80)], [60]),
    ],
)
def test_times_without_a_link(links: list[tuple[int | None, int | None]], gaps: list[int]) -> None:
    spans = [tuple(None if each is None else at(each) for each in link) for link in links]
    assert gaps_in([(begin, end) for begin, end in spans], BEGIN, at(60)) == [each * MINUTE for each in gaps]


@given(st.lists(st.tuples(st.integers(-10, 70), st.integers(-10, 70)).map(sorted), max_size=4).map(sorted))
def test_times_with_and_without_a_link_are_all_the_time(links: list[list[int]]) -> None:
    inside = {minute for begin, end in links for minute in range(max(begin, 0), min(end, 60))}
    gaps = gaps_in([(at(begin), at(end)) for begin, end in links], BEGIN, at(60))
    assert sum(gaps, timedelta()) == (60 - len(inside)) * MINUTE


def test_how_long_something_was_in_a_state() -> None:
    states = [(at(0), "A"), (at(10), "B"), (at(12), "A"), (at(12), None), (at(20), "B")]
    assert [time_in(states, each, at(60)) for each in ("A", "B", "C")] == [10 * MINUTE, 42 * MINUTE, timedelta()]
    assert time_in([], "A", at(60)) == timedelta()
    assert time_in([(at(0), "A"), (at(90), "B")], "A", at(60)) == 60 * MINUTE
