"""Updates of the firmware, and uploads of logs."""

import pytest
import trustme
from cryptography import x509

from ocpp.v16 import call
from ocpp.v16.datatypes import Firmware, LogParameters
from packages.simulator.tests.dialects.v16.bench import Bench, online

NOW = "2026-01-01T00:00:00Z"
CERTIFICATE = trustme.CA().cert_pem.bytes().decode()
UPDATE = call.UpdateFirmware("ftp://example.org/firmware", NOW)
GET_LOG = call.GetLog(LogParameters("https://example.org/logs"), "SecurityLog", 5)


def signed(location: str = "https://example.org/f", certificate: str = CERTIFICATE) -> call.SignedUpdateFirmware:
    return call.SignedUpdateFirmware(9, Firmware(location, NOW, certificate, signature="AAAA"))


async def lines(bench: Bench, seconds: float = 600) -> list[str]:
    """Return what is said of an update, restarts included."""
    said: list[str] = []
    for _ in range(4):
        await bench.pass_time(seconds)
        said += bench.said()
        if not bench.restarts:
            break
        bench.restarts.clear()
        await bench.restart()
        said += bench.said()
    return [line for line in said if "Status" in line and not line.startswith("StatusNotification")]


async def test_tc_044_1_download_and_install() -> None:
    async with online() as bench:
        await bench.command(UPDATE)
        assert await lines(bench) == [
            f"FirmwareStatusNotification {status}"
            for status in ("Downloading", "Downloaded", "Installing", "Installed")
        ]


@pytest.mark.parametrize("outcome", ["DownloadFailed", "InstallationFailed"])
async def test_tc_044_2_and_3_an_update_that_fails(outcome: str) -> None:
    async with online() as bench:
        bench.model.next_firmware_outcome = outcome
        await bench.command(UPDATE)
        said = await lines(bench)
        assert said[0] == "FirmwareStatusNotification Downloading"
        assert said[-1] == f"FirmwareStatusNotification {outcome}"


async def test_an_update_from_nowhere_fails_to_download() -> None:
    async with online() as bench:
        await bench.command(call.UpdateFirmware("nowhere", NOW))
        assert bench.said() == ["FirmwareStatusNotification DownloadFailed"]


async def test_tc_080_secure_update() -> None:
    async with online() as bench:
        answer = await bench.command(signed())
        assert answer.status == "Accepted"
        said = await lines(bench)
        kinds = [line.split()[1] for line in said if line.startswith("SignedFirmwareStatusNotification")]
        assert kinds[:3] == ["Downloading", "Downloaded", "SignatureVerified"]
        assert kinds[-1] == "Installed"
        assert all(line.endswith(" 9") for line in said)


async def test_tc_081_secure_update_with_an_invalid_signature() -> None:
    async with online() as bench:
        bench.model.next_firmware_outcome = "InvalidSignature"
        await bench.command(signed())
        assert (await lines(bench))[-1] == "SignedFirmwareStatusNotification InvalidSignature 9"


async def test_a_secure_update_with_an_invalid_certificate() -> None:
    async with online() as bench:
        answer = await bench.command(signed(certificate="none"))
        assert answer.status == "InvalidCertificate"
        assert bench.said() == ["SecurityEventNotification InvalidFirmwareSigningCertificate"]


async def test_a_secure_update_gives_up_the_one_before() -> None:
    async with online() as bench:
        await bench.command(signed())
        await bench.pass_time(1)
        assert (await bench.command(signed())).status == "AcceptedCanceled"
        assert (await bench.command(signed("nowhere"))).status == "Rejected"


async def test_a_step_that_was_not_answered_is_told_on_the_next_link() -> None:
    async with online() as bench:
        await bench.command(UPDATE)
        await bench.pass_time(0)
        bench.said()
        await bench.lose_link()
        for _ in range(1000):
            await bench.pass_time(1)
            if bench.model.firmware_status != "Downloading":
                break
        await bench.connect(boots=False)
        assert bench.said()[-2:] == ["FirmwareStatusNotification Downloaded", "FirmwareStatusNotification Installing"]


async def test_what_goes_on_can_be_asked_for() -> None:
    async with online() as bench:
        await bench.command(UPDATE)
        await bench.pass_time(0)
        bench.said()
        await bench.command(call.TriggerMessage("FirmwareStatusNotification"))
        assert bench.said() == ["FirmwareStatusNotification Downloading"]


async def test_tc_045_1_diagnostics() -> None:
    async with online() as bench:
        answer = await bench.command(call.GetDiagnostics("ftp://example.org/logs"))
        assert answer.file_name == "CP1-diagnostics-20260101T000000Z.log"
        await bench.pass_time(600)
        assert bench.said() == ["DiagnosticsStatusNotification Uploading", "DiagnosticsStatusNotification Uploaded"]


async def test_tc_045_2_diagnostics_that_cannot_be_uploaded() -> None:
    async with online() as bench:
        bench.model.next_log_outcome = "UploadFailure"
        await bench.command(call.GetDiagnostics("ftp://example.org/logs"))
        await bench.pass_time(600)
        assert bench.said() == ["DiagnosticsStatusNotification Uploading", "DiagnosticsStatusNotification UploadFailed"]


async def test_there_are_no_diagnostics_for_nowhere() -> None:
    async with online() as bench:
        answer = await bench.command(call.GetDiagnostics("nowhere"))
        assert answer.file_name is None
        await bench.pass_time(600)
        assert bench.said() == []


async def test_tc_079_security_log() -> None:
    async with online() as bench:
        answer = await bench.command(GET_LOG)
        assert (answer.status, answer.filename) == ("Accepted", "CP1-SecurityLog-20260101T000000Z.log")
        await bench.command(call.ExtendedTriggerMessage("LogStatusNotification"))
        await bench.pass_time(600)
        assert set(bench.said()) == {"LogStatusNotification Uploading 5", "LogStatusNotification Uploaded 5"}


async def test_a_log_gives_up_the_one_before() -> None:
    async with online() as bench:
        await bench.command(GET_LOG)
        await bench.pass_time(0.1)
        assert (await bench.command(GET_LOG)).status == "AcceptedCanceled"


async def test_a_log_for_nowhere_is_rejected() -> None:
    async with online() as bench:
        nowhere = call.GetLog(LogParameters("gopher://example.org"), "SecurityLog", 5)
        assert (await bench.command(nowhere)).status == "Rejected"


async def test_a_secure_update_is_installed_when_it_is_to_be() -> None:
    async with online() as bench:
        request = signed()
        request.firmware.install_date_time = "2026-01-01T00:05:00Z"
        await bench.command(request)
        await bench.pass_time(299)
        assert "SignedFirmwareStatusNotification Installing 9" not in bench.said()
        await bench.pass_time(1)
        assert "SignedFirmwareStatusNotification Installing 9" in bench.said()


async def test_what_a_diagnostics_trigger_tells_is_not_about_a_log() -> None:
    async with online() as bench:
        await bench.command(GET_LOG)
        bench.said()
        await bench.command(call.TriggerMessage("DiagnosticsStatusNotification"))
        assert bench.said() == ["DiagnosticsStatusNotification Idle"]
        await bench.command(call.GetDiagnostics("ftp://example.org/logs"))
        bench.said()
        await bench.command(call.TriggerMessage("DiagnosticsStatusNotification"))
        assert bench.said() == ["DiagnosticsStatusNotification Uploading"]


async def test_a_secure_update_whose_certificate_is_over_is_refused() -> None:
    async with online() as bench:
        authority = x509.load_pem_x509_certificate(CERTIFICATE.encode())
        await bench.pass_time(0)
        bench.jump_to(authority.not_valid_after_utc.timestamp() + 1)
        assert (await bench.command(signed())).status == "InvalidCertificate"
