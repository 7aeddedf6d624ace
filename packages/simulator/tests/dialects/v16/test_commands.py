"""Every command of a central system is answered, whatever the station is doing, and nothing breaks the link."""

from typing import Any

import pytest

from ocpp import catalogue
from ocpp.exceptions import OCPPError
from ocpp.model import Request, Sender
from ocpp.v16 import call
from ocpp.v16.datatypes import (
    AuthorizationData,
    CertificateHashData,
    ChargingProfile,
    ChargingSchedule,
    ChargingSchedulePeriod,
    Firmware,
    IdTagInfo,
    LogParameters,
)
from packages.simulator.tests.dialects.v16.bench import TWO_CONNECTORS, Bench, online

LATER = "2026-01-02T00:00:00Z"
PROFILE = ChargingProfile(
    1, 0, "TxDefaultProfile", "Absolute", ChargingSchedule("A", [ChargingSchedulePeriod(0, 10.0)])
)
HASHES = CertificateHashData("SHA256", "00", "00", "1")

EXAMPLES: list[tuple[Request[Any], str]] = [
    (call.CancelReservation(1), "Rejected"),
    (call.CertificateSigned("-----BEGIN CERTIFICATE-----"), "Rejected"),
    (call.ChangeAvailability(1, "Inoperative"), "Accepted"),
    (call.ChangeAvailability(0, "Inoperative"), "Accepted"),
    (call.ChangeAvailability(3, "Inoperative"), "Rejected"),
    (call.ChangeConfiguration("MeterValueSampleInterval", "60"), "Accepted"),
    (call.ClearCache(), "Accepted"),
    (call.ClearChargingProfile(), "Unknown"),
    (call.ClearChargingProfile(connector_id=7), "Unknown"),
    (call.DataTransfer("com.example"), "UnknownVendorId"),
    (call.DataTransfer("CSMS", "Nonsense"), "UnknownMessageId"),
    (call.DataTransfer("CSMS", "Echo", "text"), "Accepted"),
    (call.DeleteCertificate(HASHES), "NotFound"),
    (call.ExtendedTriggerMessage("Heartbeat"), "Accepted"),
    (call.ExtendedTriggerMessage("SignChargePointCertificate"), "NotImplemented"),
    (call.GetCompositeSchedule(1, 60), "Accepted"),
    (call.GetCompositeSchedule(0, 60), "Accepted"),
    (call.GetCompositeSchedule(3, 60), "Rejected"),
    (call.GetConfiguration(), ""),
    (call.GetDiagnostics("ftp://example.org/logs"), ""),
    (call.GetInstalledCertificateIds("CentralSystemRootCertificate"), "NotFound"),
    (call.GetLocalListVersion(), ""),
    (call.GetLog(LogParameters("ftp://example.org/logs"), "DiagnosticsLog", 1), "Accepted"),
    (call.InstallCertificate("ManufacturerRootCertificate", "no certificate"), "Rejected"),
    (call.RemoteStartTransaction("TAG", 1), "Accepted"),
    (call.RemoteStopTransaction(1), "Rejected"),
    (call.ReserveNow(1, LATER, "TAG", 1), "Accepted"),
    (call.ReserveNow(3, LATER, "TAG", 1), "Rejected"),
    (call.Reset("Soft"), "Accepted"),
    (call.SendLocalList(1, "Full", [AuthorizationData("TAG", IdTagInfo("Accepted"))]), "Accepted"),
    (call.SetChargingProfile(1, PROFILE), "Accepted"),
    (
        call.SignedUpdateFirmware(1, Firmware("ftp://example.org/f", LATER, "no certificate", signature="AA==")),
        "InvalidCertificate",
    ),
    (call.TriggerMessage("StatusNotification"), "Accepted"),
    (call.UnlockConnector(1), "Unlocked"),
    (call.UpdateFirmware("ftp://example.org/f", LATER), ""),
]
COMMANDS = {
    action: message
    for action, message in catalogue.messages("1.6").items()
    if message.sender in {Sender.csms, Sender.both}
}


def test_there_is_an_example_of_every_command() -> None:
    assert {type(example).__name__ for example, _ in EXAMPLES} == set(COMMANDS)


@pytest.mark.parametrize(("command", "status"), EXAMPLES, ids=lambda value: type(value).__name__)
async def test_every_command_is_answered(command: Request[Any], status: str) -> None:
    async with online(TWO_CONNECTORS) as bench:
        answer = await bench.command(command)
        assert getattr(answer, "status", "") == status


@pytest.mark.parametrize("command", [example for example, _ in EXAMPLES], ids=lambda value: type(value).__name__)
async def test_every_command_is_answered_while_charging(command: Request[Any]) -> None:
    async with online(TWO_CONNECTORS) as bench:
        await bench.charge()
        await bench.command(command)
        bench.said()
        await bench.pass_time(600)
        if not bench.restarts:
            await bench.dialect.heartbeat()
            assert bench.said()[-1] == "Heartbeat"


@pytest.mark.parametrize("command", [example for example, _ in EXAMPLES], ids=lambda value: type(value).__name__)
async def test_every_command_is_answered_before_the_station_is_accepted(command: Request[Any]) -> None:
    bench = Bench(TWO_CONNECTORS)
    bench.records.boot_statuses = ["Pending"]
    await bench.connect()
    answer = await bench.command(command)
    if isinstance(command, call.RemoteStartTransaction | call.RemoteStopTransaction):
        assert answer.status == "Rejected"  # OCPP 1.6, 4.2.1
    await bench.lose_link()


@pytest.mark.parametrize(
    "command",
    [
        call.ReserveNow(1, "tomorrow", "TAG", 1),
        call.UpdateFirmware("ftp://example.org/f", "tomorrow"),
        call.GetDiagnostics("ftp://example.org/logs", start_time="yesterday"),
        call.GetLog(LogParameters("ftp://example.org/logs", "yesterday"), "SecurityLog", 1),
        call.SetChargingProfile(9, PROFILE),  # errata 3.39
    ],
    ids=lambda command: type(command).__name__,
)
async def test_what_cannot_be_read_is_answered_with_an_error(command: Request[Any]) -> None:
    async with online() as bench:
        with pytest.raises(OCPPError) as caught:
            await bench.command(command)
        assert caught.value.code == "PropertyConstraintViolation"
