"""How charging goes, message by message: the flows of the conformance cases of OCPP 1.6, by their ids."""

from typing import Any

import pytest

from csms_simulator.model.settings import Settings
from csms_simulator.model.vehicle import CATALOGUE, Vehicle
from ocpp.exceptions import InternalError
from ocpp.model import Request
from ocpp.v16 import call
from ocpp.v16.datatypes import (
    AuthorizationData,
    ChargingProfile,
    ChargingSchedule,
    ChargingSchedulePeriod,
    IdTagInfo,
)
from ocpp.v16.enums import AuthorizationStatus
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

SESSION = [
    "StatusNotification 1 Preparing",
    "Authorize TAG",
    "StartTransaction 1 TAG",
    "StatusNotification 1 Charging",
]


async def test_tc_001_cold_boot() -> None:
    bench = Bench(TWO_CONNECTORS)
    await bench.connect()
    assert bench.said() == [
        "BootNotification",
        "StatusNotification 0 Available",
        "StatusNotification 1 Available",
        "StatusNotification 2 Available",
    ]
    await bench.dialect.heartbeat()
    assert bench.said() == ["Heartbeat"]
    await bench.lose_link()


async def test_tc_002_cold_boot_pending_says_nothing_but_the_boot() -> None:
    bench = Bench()
    bench.records.boot_statuses = ["Pending", "Rejected"]
    await bench.connect()
    await bench.charge()
    assert bench.said() == ["BootNotification"]
    await bench.lose_link()
    await bench.connect()
    assert bench.said() == ["BootNotification"]
    await bench.lose_link()


async def test_tc_003_plug_in_first() -> None:
    async with online() as bench:
        await bench.plug_in()
        await bench.swipe()
        assert bench.said() == SESSION
        await bench.swipe()
        await bench.unplug()
        assert bench.said() == [
            "StopTransaction 1 Local TAG",
            "StatusNotification 1 Finishing",
            "StatusNotification 1 Available",
        ]


async def test_tc_004_1_identification_first() -> None:
    async with online() as bench:
        await bench.swipe()
        await bench.plug_in()
        assert bench.said() == [
            "Authorize TAG",
            "StatusNotification 1 Preparing",
            "StartTransaction 1 TAG",
            "StatusNotification 1 Charging",
        ]


async def test_tc_004_2_identification_first_connection_time_out() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("ConnectionTimeOut", "20"))
        await bench.swipe()
        await bench.pass_time(19)
        assert bench.said() == ["Authorize TAG", "StatusNotification 1 Preparing"]
        await bench.pass_time(1)
        assert bench.said() == ["StatusNotification 1 Available"]


async def test_tc_005_1_ev_side_disconnect_stops_the_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        await bench.unplug()
        assert bench.said() == ["StopTransaction 1 EVDisconnected", "StatusNotification 1 Available"]


async def test_tc_005_3_ev_side_disconnect_suspends_until_the_driver_comes_back() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("StopTransactionOnEVSideDisconnect", "false"))
        await bench.command(call.ChangeConfiguration("UnlockConnectorOnEVSideDisconnect", "false"))
        await bench.charge()
        bench.said()
        assert not bench.model.unplug(bench.now(), 1)
        bench.changed()
        await bench.settled()
        assert bench.said() == ["StatusNotification 1 SuspendedEV"]
        await bench.swipe()
        assert bench.said() == ["StopTransaction 1 Local TAG", "StatusNotification 1 Available"]


async def test_tc_007_cached_id_needs_no_authorize() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("LocalPreAuthorize", "true"))
        await bench.charge()
        await bench.swipe()
        await bench.unplug()
        bench.said()
        await bench.charge()
        assert bench.said() == [
            "StatusNotification 1 Preparing",
            "StartTransaction 1 TAG",
            "StatusNotification 1 Charging",
        ]


async def test_tc_008_id_in_the_local_list_needs_no_authorize() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("LocalPreAuthorize", "true"))
        entry = AuthorizationData("TAG", IdTagInfo(AuthorizationStatus.accepted))
        answer = await bench.command(call.SendLocalList(1, "Full", [entry]))
        assert answer.status == "Accepted"
        await bench.charge()
        assert bench.said() == [
            "StatusNotification 1 Preparing",
            "StartTransaction 1 TAG",
            "StatusNotification 1 Charging",
        ]


async def test_tc_010_remote_start_cable_first() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("AuthorizeRemoteTxRequests", "true"))
        await bench.plug_in()
        answer = await bench.command(call.RemoteStartTransaction("TAG", connector_id=1))
        assert answer.status == "Accepted"
        assert bench.said() == SESSION


async def test_tc_011_1_remote_start_first() -> None:
    async with online() as bench:
        answer = await bench.command(call.RemoteStartTransaction("TAG", connector_id=1))
        assert answer.status == "Accepted"
        await bench.plug_in()
        assert bench.said() == [
            "StatusNotification 1 Preparing",
            "StartTransaction 1 TAG",
            "StatusNotification 1 Charging",
        ]


async def test_tc_011_2_remote_start_time_out() -> None:
    async with online() as bench:
        await bench.command(call.RemoteStartTransaction("TAG", connector_id=1))
        await bench.pass_time(60)
        assert bench.said() == ["StatusNotification 1 Preparing", "StatusNotification 1 Available"]


async def test_tc_012_remote_stop() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command(call.RemoteStopTransaction(1))
        assert answer.status == "Accepted"
        await bench.unplug()
        assert bench.said() == [
            "StopTransaction 1 Remote",
            "StatusNotification 1 Finishing",
            "StatusNotification 1 Available",
        ]


@pytest.mark.parametrize(("kind", "reason"), [("Hard", "HardReset"), ("Soft", "SoftReset")])
async def test_tc_013_to_016_reset_ends_a_transaction_and_boots(kind: str, reason: str) -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command(call.Reset(kind))
        assert answer.status == "Accepted"
        assert len(bench.restarts) == 1
        assert bench.said() == [f"StopTransaction 1 {reason}", "StatusNotification 1 Finishing"]
        await bench.restart()
        assert bench.said() == [
            "BootNotification",
            "StatusNotification 0 Available",
            "StatusNotification 1 Finishing",
        ]


@pytest.mark.parametrize(("tag", "status"), [("BAD-1", "Invalid"), ("OLD", "Expired"), ("LOST", "Blocked")])
async def test_tc_023_authorize_refused(tag: str, status: str) -> None:
    async with online() as bench:
        bench.records.tags = {tag: IdTagInfo(status)}
        await bench.plug_in()
        await bench.swipe(tag)
        assert bench.said() == ["StatusNotification 1 Preparing", f"Authorize {tag}"]


async def test_a_token_that_is_too_long_for_an_id_tag_is_refused_without_asking() -> None:
    async with online() as bench:
        await bench.plug_in()
        await bench.swipe("T" * 21)
        assert bench.said() == ["StatusNotification 1 Preparing"]
        await bench.swipe("T" * 20)
        assert bench.said()[0] == f"Authorize {'T' * 20}"


async def test_tc_024_lock_failure() -> None:
    async with online() as bench:
        await bench.swipe()
        bench.model.fault(bench.now(), 1, "ConnectorLockFailure", "the bolt is stuck")
        bench.changed()
        await bench.settled()
        assert bench.sent(call.StatusNotification)[-1].info == "the bolt is stuck"
        assert bench.said() == [
            "Authorize TAG",
            "StatusNotification 1 Preparing",
            "StatusNotification 1 Faulted ConnectorLockFailure",
        ]


async def test_tc_026_remote_start_rejected() -> None:
    async with online() as bench:
        await bench.charge()
        answer = await bench.command(call.RemoteStartTransaction("OTHER", connector_id=1))
        assert answer.status == "Rejected"


@pytest.mark.parametrize("connector", [0, 2, -1])
async def test_tc_027_remote_start_of_a_connector_that_is_not_there(connector: int) -> None:
    async with online() as bench:
        answer = await bench.command(call.RemoteStartTransaction("TAG", connector_id=connector))
        assert answer.status == "Rejected"


async def test_tc_028_remote_stop_of_an_unknown_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        answer = await bench.command(call.RemoteStopTransaction(999))
        assert answer.status == "Rejected"
        assert bench.said() == []
        assert bench.model.evse(1).transaction is not None


async def test_a_transaction_that_has_ended_cannot_be_stopped() -> None:
    async with online() as bench:
        await bench.charge()
        await bench.swipe()
        answer = await bench.command(call.RemoteStopTransaction(1))
        assert answer.status == "Rejected"


async def test_tc_032_1_power_failure_ends_the_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        bench.said()
        await bench.lose_link()
        bench.model.cut_power(bench.now())
        await bench.pass_time(100)
        bench.model.restore_power(bench.now())
        bench.changed()
        await bench.settled()
        await bench.connect()
        said = bench.said()
        assert said[0] == "BootNotification"
        assert sorted(said[1:]) == [
            "StatusNotification 0 Available",
            "StatusNotification 1 Finishing",
            "StopTransaction 1 PowerLoss",
        ]


async def test_tc_053_another_tag_of_the_same_parent_stops() -> None:
    async with online() as bench:
        family = {tag: IdTagInfo(AuthorizationStatus.accepted, parent_id_tag="FAMILY") for tag in ("MUM", "DAD")}
        bench.records.tags = family
        await bench.charge("MUM")
        bench.said()
        await bench.swipe("DAD")
        assert bench.said() == ["Authorize DAD", "StopTransaction 1 Local DAD", "StatusNotification 1 Finishing"]


async def test_tc_059_remote_start_with_a_charging_profile() -> None:
    schedule = ChargingSchedule("A", [ChargingSchedulePeriod(0, 8.0)])
    profile = ChargingProfile(1, 0, "TxProfile", "Relative", schedule)
    async with online() as bench:
        answer = await bench.command(call.RemoteStartTransaction("TAG", 1, profile))
        assert answer.status == "Accepted"
        await bench.plug_in()
        assert max(bench.model.evse(1).reading(bench.now()).currents_a) == 8.0


@pytest.mark.parametrize(
    "wrong",
    [{"charging_profile_purpose": "TxDefaultProfile"}, {"transaction_id": 5}],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_remote_start_with_a_profile_for_something_else_is_rejected(wrong: dict[str, object]) -> None:
    schedule = ChargingSchedule("A", [ChargingSchedulePeriod(0, 8.0)])
    profile = ChargingProfile(1, 0, "TxProfile", "Relative", schedule)
    for name, value in wrong.items():
        setattr(profile, name, value)
    async with online() as bench:
        answer = await bench.command(call.RemoteStartTransaction("TAG", 1, profile))
        assert answer.status == "Rejected"


async def test_energy_is_that_of_the_meter() -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("MeterValueSampleInterval", "0"))
        await bench.charge()
        [start] = bench.sent(call.StartTransaction)
        await bench.pass_time(1800)
        await bench.swipe()
        [stop] = bench.sent(call.StopTransaction)
        reading = bench.model.evse(1).reading(bench.now())
        assert (start.meter_start, stop.meter_stop) == (0, round(reading.energy_wh))
        assert stop.meter_stop > 4000
        assert (start.timestamp, stop.timestamp) == ("2026-01-01T00:00:00Z", "2026-01-01T00:30:00Z")


async def test_a_start_that_is_not_accepted_ends_the_transaction() -> None:
    async with online() as bench:
        await bench.plug_in()
        bench.records.on_request = lambda request: (
            bench.records.tags.update(TAG=IdTagInfo("Blocked")) if isinstance(request, call.StartTransaction) else None
        )
        await bench.swipe()
        assert bench.said() == [*SESSION, "StopTransaction 1 DeAuthorized", "StatusNotification 1 Finishing"]


async def test_a_car_that_is_not_ready_suspends() -> None:
    async with online() as bench:
        vehicle = Vehicle(CATALOGUE["compact"], soc=0.3, is_ready=False)
        await bench.plug_in(vehicle=vehicle)
        await bench.swipe()
        assert bench.said()[-1] == "StatusNotification 1 SuspendedEV"
        vehicle.is_ready = True
        bench.model.vehicle_changed(bench.now(), 1)
        bench.changed()
        await bench.settled()
        assert bench.said() == ["StatusNotification 1 Charging"]


async def test_free_charging_starts_with_the_cable() -> None:
    settings = Settings()
    settings.free_vend_token = "FREE"
    async with online(settings=settings) as bench:
        await bench.plug_in()
        assert bench.said()[-2:] == ["StartTransaction 1 FREE", "StatusNotification 1 Charging"]


async def test_a_verdict_expires() -> None:
    async with online() as bench:
        bench.records.tags = {"TAG": IdTagInfo("Accepted", expiry_date="2026-01-01T00:10:00Z")}
        await bench.charge()
        await bench.swipe()
        await bench.unplug()
        await bench.lose_link()
        await bench.charge()
        assert bench.model.evse(1).transaction is not None
        await bench.swipe()
        await bench.unplug()
        await bench.pass_time(600)
        await bench.charge()
        assert bench.model.evse(1).transaction is None


@pytest.mark.parametrize(("allowed", "charges"), [("true", True), ("false", False)])
async def test_a_token_about_which_nothing_is_answered_is_judged_as_offline(allowed: str, charges: bool) -> None:
    async with online() as bench:
        await bench.command(call.ChangeConfiguration("AllowOfflineTxForUnknownId", allowed))

        def fail(request: Request[Any]) -> None:
            if isinstance(request, call.Authorize):
                raise InternalError("The database is gone")

        bench.records.on_request = fail
        await bench.charge()
        assert (bench.model.evse(1).transaction is not None) is charges
