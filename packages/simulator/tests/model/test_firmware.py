"""Updates of the firmware and uploads of logs (OCPP 1.6, 5.9 and 5.19; OCPP 2.0.1 Part 2, L01 and N01)."""

import pytest

from csms_simulator.model.facts import FirmwareProgress
from packages.simulator.tests.model.stations import B, Bench


def update(bench: Bench, *, in_s: float = 0, install_in_s: float = 0) -> None:
    bench.station.update_firmware(
        bench.now,
        location="https://example.org/2.0",
        retrieve_at=bench.now + in_s,
        install_at=bench.now + install_in_s,
        version="2.0",
        request_id=5,
    )


def restart(bench: Bench) -> None:
    bench.station.went_offline(bench.now)
    bench.station.restarted(bench.now)
    bench.station.went_online(bench.now)


def test_an_update_from_download_to_the_new_version() -> None:
    bench = Bench()
    update(bench, in_s=10)
    assert bench.station.firmware_status == "DownloadScheduled"
    bench.wait(10)
    assert bench.station.firmware_status == "Downloading"
    bench.wait(50)
    restart(bench)
    assert bench.said() == [
        "Firmware DownloadScheduled",
        "Firmware Downloading",
        "Firmware Downloaded",
        "Firmware SignatureVerified",
        "Firmware Installing",
        "Firmware InstallRebooting",
        "Restart FirmwareUpdate",
        "Firmware Installed",
    ]
    assert (bench.station.layout.firmware_version, bench.station.firmware_status) == ("2.0", "Idle")


def test_an_update_waits_for_transactions_and_keeps_others_from_beginning() -> None:
    bench = Bench(evses=2)
    bench.station.settings.sample_interval_s = 0
    bench.charge()
    update(bench)
    bench.wait(1000)
    assert bench.said()[-1] == "Firmware InstallScheduled"
    bench.plug_in(evse_id=2)
    bench.accept(B, 2)
    assert bench.station.evse(2).transaction is None
    bench.facts()
    bench.present()
    assert bench.said()[-1] == "Firmware Installing"


def test_an_update_is_not_installed_before_its_time() -> None:
    bench = Bench()
    update(bench, install_in_s=1000)
    bench.wait(999)
    assert bench.said()[-1] == "Firmware InstallScheduled"
    bench.wait(1)
    assert bench.said() == ["Firmware Installing"]


@pytest.mark.parametrize(
    ("outcome", "before"),
    [
        ("DownloadFailed", "Downloading"),
        ("InvalidSignature", "Downloaded"),
        ("InstallationFailed", "Installing"),
        ("InstallVerificationFailed", "InstallRebooting"),
    ],
)
def test_an_update_that_fails(outcome: str, before: str) -> None:
    bench = Bench()
    bench.station.next_firmware_outcome = outcome
    update(bench)
    bench.wait(1000)
    restart(bench)
    progress = [fact for fact in bench.facts() if isinstance(fact, FirmwareProgress)]
    assert [fact.status for fact in progress][-2:] == [before, outcome]
    assert {fact.request_id for fact in progress} == {5}
    assert (bench.station.layout.firmware_version, bench.station.firmware_status) == ("1.0.0", "Idle")
    update(bench)
    bench.wait(1000)
    restart(bench)
    assert bench.said()[-1] == "Firmware Installed"


def test_an_update_takes_the_place_of_another_one() -> None:
    bench = Bench()
    update(bench)
    bench.wait(5)
    update(bench)
    bench.wait(29)
    assert bench.said() == ["Firmware Downloading", "Firmware Downloading"]


@pytest.mark.parametrize(("wait_s", "word"), [(5, "DownloadFailed"), (35, "InstallationFailed")])
def test_an_update_is_lost_with_the_power(wait_s: float, word: str) -> None:
    bench = Bench()
    update(bench)
    bench.wait(wait_s)
    bench.station.cut_power(bench.now)
    bench.wait(1000)
    bench.facts()
    bench.station.restore_power(bench.now)
    assert bench.said() == [f"Firmware {word}"]


def test_a_word_with_which_nothing_fails() -> None:
    bench = Bench()
    bench.station.next_firmware_outcome = "Broken"
    with pytest.raises(ValueError, match="not with Broken"):
        update(bench)
    bench.station.next_log_outcome = "Broken"
    with pytest.raises(ValueError, match="not with Broken"):
        bench.station.upload_log(bench.now)


@pytest.mark.parametrize(("outcome", "word"), [(None, "Uploaded"), ("PermissionDenied", "PermissionDenied")])
def test_a_log_is_uploaded_or_not(outcome: str | None, word: str) -> None:
    bench = Bench()
    bench.station.next_log_outcome = outcome
    bench.station.upload_log(bench.now, request_id=3)
    assert bench.station.log_status == "Uploading"
    bench.wait(20)
    assert bench.said() == ["Log Uploading", f"Log {word}"]
    assert (bench.station.log_status, bench.station.next_log_outcome) == ("Idle", None)


@pytest.mark.parametrize("by", ["power", "reset"])
def test_an_upload_is_interrupted(by: str) -> None:
    bench = Bench()
    bench.station.upload_log(bench.now)
    if by == "power":
        bench.station.cut_power(bench.now)
        bench.station.restore_power(bench.now)
    else:
        bench.station.reset(bench.now, immediate=True)
    assert "Log UploadFailure" in bench.said()
    assert bench.station.log_status == "Idle"
