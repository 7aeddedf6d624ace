"""Root certificates, security events and messages on the display (OCPP 2.0.1 Part 2, A, M, O)."""

# ruff: noqa: N802  # named by test cases

import hashlib
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from csms_simulator.model.facts import SecurityIncident
from packages.simulator.tests.dialects.v2.bench import START, Bench, online


def authority() -> tuple[str, x509.Certificate]:
    """Return a new root certificate, as text and as a peer reads it."""
    pem = trustme.CA().cert_pem.bytes()
    return pem.decode(), x509.load_pem_x509_certificate(pem)


async def install(bench: Bench, pem: str, use: str = "CSMSRootCertificate") -> str:
    answer = await bench.command("InstallCertificate", certificate_type=use, certificate=pem)
    status: str = answer.status
    return status


async def list_certificates(bench: Bench, *uses: str) -> list[dict[str, Any]]:
    payload = {"certificate_type": list(uses)} if uses else {}
    answer = await bench.command("GetInstalledCertificateIds", **payload)
    chains: list[dict[str, Any]] = answer.certificate_hash_data_chain or []
    assert answer.status == ("Accepted" if chains else "NotFound")
    return chains


def names_of(certificate: x509.Certificate, algorithm: str) -> dict[str, str]:
    """Return the names that OCSP gives a certificate."""
    digest = algorithm.lower()
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    bits = key[-65:] if len(key) == 91 else x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
    assert len(key) == 91, "the key is one on the curve P-256, whose bits are the last 65 octets"
    return {
        "hash_algorithm": algorithm,
        "issuer_name_hash": hashlib.new(digest, certificate.issuer.public_bytes()).hexdigest(),
        "issuer_key_hash": hashlib.new(digest, bits).hexdigest(),
        "serial_number": f"{certificate.serial_number:x}",
    }


async def test_TC_M_12_certificates_are_listed_as_ocsp_names_them(version: str) -> None:
    async with online(version) as bench:
        pem, certificate = authority()
        assert await install(bench, pem) == "Accepted"
        (chain,) = await list_certificates(bench)
        assert chain == {
            "certificate_type": "CSMSRootCertificate",
            "certificate_hash_data": names_of(certificate, "SHA256"),
        }
        assert await list_certificates(bench, "V2GRootCertificate") == []
        assert len(await list_certificates(bench, "V2GRootCertificate", "CSMSRootCertificate")) == 1


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
async def test_TC_M_20_a_certificate_is_deleted(version: str, algorithm: str) -> None:
    async with online(version) as bench:
        pem, certificate = authority()
        other_pem, other = authority()
        await install(bench, pem)
        await install(bench, other_pem, "ManufacturerRootCertificate")
        named = names_of(certificate, algorithm)
        answer = await bench.command("DeleteCertificate", certificate_hash_data=named)
        assert answer.status == "Accepted"
        answer = await bench.command("DeleteCertificate", certificate_hash_data=named)
        assert answer.status == "NotFound"
        (left,) = await list_certificates(bench)
        assert left["certificate_hash_data"] == names_of(other, "SHA256")


async def test_TC_M_05_what_is_no_root_certificate(version: str) -> None:
    async with online(version) as bench:
        pem, _ = authority()
        leaf = trustme.CA().issue_cert("cp1.example").cert_chain_pems[0].bytes().decode()
        assert await install(bench, "hello") == "Rejected"
        assert await install(bench, leaf) == "Rejected"
        assert await install(bench, pem.replace("MII", "AAA", 1)) == "Rejected"
        assert await list_certificates(bench) == []


async def test_there_is_room_for_so_many(version: str) -> None:
    async with online(version) as bench:
        bench.dialect.certificates.limit = 1
        pem, _ = authority()
        assert await install(bench, pem) == "Accepted"
        assert await install(bench, pem) == "Accepted"
        assert await install(bench, authority()[0]) == "Failed"


async def test_TC_A_14_a_certificate_that_was_not_asked_for(version: str) -> None:
    async with online(version) as bench:
        answer = await bench.command("CertificateSigned", certificate_chain=authority()[0])
        assert answer.status == "Rejected"
        assert bench.said() == ["SecurityEventNotification InvalidChargingStationCertificate"]


async def test_A04_what_matters_for_security_is_told(version: str) -> None:
    async with online(version) as bench:
        bench.dialect.on_fact(SecurityIncident(START, "SettingSystemTime", "by 30 s"))
        await bench.settled()
        (told,) = bench.sent("SecurityEventNotification")
        assert told == {"type": "SettingSystemTime", "timestamp": "2026-01-01T00:00:00.000Z", "tech_info": "by 30 s"}


# Messages on the display


def message(id: int = 1, **changes: Any) -> dict[str, Any]:
    return {"id": id, "priority": "InFront", "message": {"format": "UTF8", "content": "Hello"}, **changes}


async def show(bench: Bench, **changes: Any) -> str:
    answer = await bench.command("SetDisplayMessage", message=message(**changes))
    status: str = answer.status
    return status


async def shown(bench: Bench, **wanted: Any) -> list[int]:
    bench.said()
    answer = await bench.command("GetDisplayMessages", request_id=2, **wanted)
    parts = bench.sent("NotifyDisplayMessages")
    assert [part["tbc"] for part in parts] == [True] * (len(parts) - 1) + [False] * bool(parts)
    assert answer.status == ("Accepted" if parts else "Unknown")
    return [told["id"] for part in parts for told in part["message_info"]]


async def test_TC_O_02_messages_are_listed(version: str) -> None:
    async with online(version) as bench:
        assert await shown(bench) == []
        for number in range(7):
            assert await show(bench, id=number, priority="AlwaysFront" if number == 3 else "NormalCycle") == "Accepted"
        assert await shown(bench) == list(range(7))
        assert len(bench.sent("NotifyDisplayMessages")) == 2
        assert await shown(bench, id=[2, 5, 99]) == [2, 5]
        assert await shown(bench, priority="AlwaysFront") == [3]
        assert await shown(bench, state="Charging") == []


async def test_TC_O_12_the_same_id_replaces(version: str) -> None:
    async with online(version) as bench:
        await show(bench)
        await show(bench, message={"format": "ASCII", "content": "Other"})
        assert await shown(bench) == [1]
        (part,) = bench.sent("NotifyDisplayMessages")
        assert part["message_info"][0]["message"]["content"] == "Other"


async def test_TC_O_04_a_message_is_taken_away(version: str) -> None:
    async with online(version) as bench:
        await show(bench)
        statuses = [(await bench.command("ClearDisplayMessage", id=1)).status for _ in range(2)]
        assert statuses == ["Accepted", "Unknown"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"message": {"format": "HTML", "content": "<b>"}}, "NotSupportedMessageFormat"),
        ({"transaction_id": "none"}, "UnknownTransaction"),
        ({"end_date_time": "2025-01-01T00:00:00Z"}, "Rejected"),
    ],
)
async def test_TC_O_17_messages_that_cannot_be_shown(version: str, changes: dict[str, Any], status: str) -> None:
    async with online(version) as bench:
        assert await show(bench, **changes) == status
        assert await shown(bench) == []


async def test_TC_O_18_a_state_that_this_station_does_not_have() -> None:
    async with online("2.1") as bench:
        assert await show(bench, state="Discharging") == "NotSupportedState"


async def test_TC_O_14_a_message_whose_time_is_over(version: str) -> None:
    async with online(version) as bench:
        await show(bench, end_date_time="2026-01-01T00:10:00Z")
        assert await shown(bench) == [1]
        await bench.pass_time(601)
        assert await shown(bench) == []


async def test_TC_O_06_a_message_goes_with_its_transaction(version: str) -> None:
    async with online(version) as bench:
        reference = await bench.charge()
        assert await show(bench, transaction_id=reference) == "Accepted"
        assert await shown(bench) == [1]
        await bench.swipe()
        assert await shown(bench) == []


async def test_the_display_is_full_at_some_point(version: str) -> None:
    async with online(version) as bench:
        outcomes = [await show(bench, id=number) for number in range(21)]
        assert outcomes == ["Accepted"] * 20 + ["Rejected"]
