"""Firmware, logs and customer information (OCPP 2.0.1 Part 2, L, N01, N09, N10)."""

# ruff: noqa: N802  # named by test cases

from typing import Any

import pytest

from packages.simulator.tests.dialects.v2.bench import Bench, online

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
NOW = "2026-01-01T00:00:00Z"
TOKEN = {"id_token": "TAG", "type": "ISO14443"}


async def update(bench: Bench, request_id: int = 1, **firmware: Any) -> str:
    wanted = {"location": "https://example.com/fw.bin", "retrieve_date_time": NOW, **firmware}
    answer = await bench.command("UpdateFirmware", request_id=request_id, firmware=wanted)
    status: str = answer.status
    return status


async def get_log(bench: Bench, request_id: int, log_type: str = "DiagnosticsLog") -> Any:
    return await bench.command(
        "GetLog", request_id=request_id, log_type=log_type, log={"remote_location": "https://example.com/"}
    )


async def ask_about(bench: Bench, **wanted: Any) -> str:
    answer = await bench.command("CustomerInformation", **{"request_id": 4, "report": True, "clear": False, **wanted})
    status: str = answer.status
    return status


async def test_TC_L_01_an_update(version: str) -> None:
    async with online(version) as bench:
        assert await update(bench, 3, signing_certificate=CERTIFICATE, signature="c2ln") == "Accepted"
        await bench.pass_time(120)
        said = bench.said()
        assert said[:3] == [
            "FirmwareStatusNotification Downloading 3",
            "FirmwareStatusNotification Downloaded 3",
            "FirmwareStatusNotification SignatureVerified 3",
        ]
        assert said[-1] == "FirmwareStatusNotification InstallRebooting 3"
        await bench.restart()
        said = bench.said()
        assert said[0] == "BootNotification FirmwareUpdate"
        assert "FirmwareStatusNotification Installed 3" in said


async def test_TC_L_03_a_download_that_is_scheduled(version: str) -> None:
    async with online(version) as bench:
        assert await update(bench, retrieve_date_time="2026-01-01T01:00:00Z") == "Accepted"
        assert bench.said() == ["FirmwareStatusNotification DownloadScheduled 1"]
        await bench.command("TriggerMessage", requested_message="FirmwareStatusNotification")
        assert bench.said() == ["FirmwareStatusNotification DownloadScheduled 1"]


async def test_TC_L_05_a_certificate_that_is_none(version: str) -> None:
    async with online(version) as bench:
        assert await update(bench, signing_certificate="none") == "InvalidCertificate"
        assert bench.said() == ["SecurityEventNotification InvalidFirmwareSigningCertificate"]


@pytest.mark.parametrize("word", ["DownloadFailed", "InvalidSignature", "InstallationFailed"])
async def test_TC_L_07_updates_that_fail(version: str, word: str) -> None:
    async with online(version) as bench:
        bench.model.next_firmware_outcome = word
        await update(bench)
        await bench.pass_time(120)
        assert f"FirmwareStatusNotification {word} 1" in bench.said()


async def test_TC_L_10_another_update_takes_the_place_of_a_download(version: str) -> None:
    async with online(version) as bench:
        await update(bench, 1)
        assert await update(bench, 2) == "AcceptedCanceled"
        await bench.pass_time(120)
        assert "FirmwareStatusNotification InstallRebooting 2" in bench.said()


async def test_TC_L_11_what_is_being_installed_cannot_be_cancelled(version: str) -> None:
    async with online(version) as bench:
        await update(bench, 1)
        await bench.pass_time(31)
        assert await update(bench, 2) == "Rejected"


async def test_an_update_at_no_time(version: str) -> None:
    async with online(version) as bench:
        assert await update(bench, retrieve_date_time="soon") == "Rejected"


async def test_TC_N_25_a_log_is_uploaded(version: str) -> None:
    async with online(version) as bench:
        answer = await get_log(bench, 5)
        assert (answer.status, answer.filename) == ("Accepted", "CP1-diagnostics-5.log")
        await bench.command("TriggerMessage", requested_message="LogStatusNotification")
        assert bench.said() == ["LogStatusNotification Uploading 5"] * 2
        await bench.pass_time(60)
        assert bench.said() == ["LogStatusNotification Uploaded 5"]


async def test_TC_N_36_another_log_takes_the_place_of_the_first(version: str) -> None:
    async with online(version) as bench:
        await get_log(bench, 5)
        bench.said()
        answer = await get_log(bench, 6, "SecurityLog")
        assert answer.status == "AcceptedCanceled"
        await bench.pass_time(60)
        assert bench.said() == [
            "LogStatusNotification AcceptedCanceled 5",
            "LogStatusNotification Uploading 6",
            "LogStatusNotification Uploaded 6",
        ]


async def test_a_log_that_this_station_does_not_keep() -> None:
    async with online("2.1") as bench:
        answer = await get_log(bench, 5, "DataCollectorLog")
        assert answer.status == "Rejected"


async def test_TC_N_27_what_is_known_about_a_customer(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        bench.said()
        assert await ask_about(bench, id_token=TOKEN) == "Accepted"
        (told,) = bench.sent("NotifyCustomerInformation")
        assert (told["request_id"], told["seq_no"]) == (4, 0)
        assert "TAG" in told["data"]
        assert "Accepted" in told["data"]


async def test_TC_N_28_nothing_is_known(version: str) -> None:
    async with online(version) as bench:
        assert await ask_about(bench, id_token=TOKEN) == "Accepted"
        assert await ask_about(bench, customer_identifier="somebody") == "Accepted"
        assert [told["data"] for told in bench.sent("NotifyCustomerInformation")] == ["", ""]


async def test_TC_N_30_a_customer_is_forgotten(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        await ask_about(bench, id_token=TOKEN, clear=True)
        bench.said()
        await ask_about(bench, id_token=TOKEN)
        assert [told["data"] for told in bench.sent("NotifyCustomerInformation")] == [""]


async def test_TC_N_32_a_customer_is_forgotten_without_a_word_about_it(version: str) -> None:
    async with online(version) as bench:
        await bench.charge()
        assert await ask_about(bench, id_token=TOKEN, clear=True, report=False) == "Accepted"
        assert [told["data"] for told in bench.sent("NotifyCustomerInformation")] == [""]
        assert bench.model.authorizer.cache_size == 0


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({}, "Invalid"),
        ({"id_token": TOKEN, "customer_identifier": "somebody"}, "Invalid"),
        ({"id_token": TOKEN, "report": False}, "Rejected"),
    ],
)
async def test_questions_about_customers_that_make_no_sense(version: str, wanted: Any, status: str) -> None:
    async with online(version) as bench:
        assert await ask_about(bench, **wanted) == status
        assert bench.said() == []
