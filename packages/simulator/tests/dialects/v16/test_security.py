"""Passwords, root certificates and security events."""

import pytest
import trustme

from csms_simulator.dialects.v16.configuration_keys import MAX_CERTIFICATES
from csms_simulator.dialects.v16.security import password_of
from csms_simulator.model.facts import SecurityIncident
from ocpp.v16 import call
from ocpp.v16.datatypes import CertificateHashData
from packages.simulator.tests.dialects.v16.bench import START, Bench, online

CENTRAL = "CentralSystemRootCertificate"
MANUFACTURER = "ManufacturerRootCertificate"


def root() -> str:
    return trustme.CA().cert_pem.bytes().decode()


async def installed(bench: Bench, kind: str) -> list[CertificateHashData]:
    answer = await bench.command(call.GetInstalledCertificateIds(kind))
    assert answer.status == ("Accepted" if answer.certificate_hash_data else "NotFound")
    return answer.certificate_hash_data or []


@pytest.mark.parametrize(
    ("key", "password"),
    [
        ("00112233445566778899AABBCCDDEEFF", bytes(range(0, 256, 17))),
        ("ff" * 20, b"\xff" * 20),
        ("sixteen letters!", b"sixteen letters!"),
        ("0123456789abcdef", b"0123456789abcdef"),  # eight bytes would be too short
        ("too short", None),
        ("", None),
    ],
)
def test_passwords_are_hexadecimal_or_text(key: str, password: bytes | None) -> None:
    assert password_of(key) == password


async def test_tc_073_the_password_is_changed_and_never_shown() -> None:
    async with online() as bench:
        answer = await bench.command(call.ChangeConfiguration("AuthorizationKey", "ff" * 16))
        assert (answer.status, bench.password) == ("Accepted", b"\xff" * 16)
        shown = await bench.command(call.GetConfiguration(["AuthorizationKey"]))
        assert [(key.key, key.value) for key in shown.configuration_key or []] == [("AuthorizationKey", None)]


async def test_a_password_that_is_too_short_is_rejected() -> None:
    async with online() as bench:
        answer = await bench.command(call.ChangeConfiguration("AuthorizationKey", "short"))
        assert (answer.status, bench.password) == ("Rejected", None)


async def test_the_security_profile_cannot_be_changed() -> None:
    async with online() as bench:
        bench.dialect.security_profile = 2
        for value in "123":
            answer = await bench.command(call.ChangeConfiguration("SecurityProfile", value))
            assert answer.status == "Rejected"
        shown = await bench.command(call.GetConfiguration(["SecurityProfile"]))
        assert [key.value for key in shown.configuration_key or []] == ["2"]


@pytest.mark.parametrize("kind", [CENTRAL, MANUFACTURER])
async def test_tc_075_and_076_a_root_is_installed_listed_and_deleted(kind: str) -> None:
    async with online() as bench:
        assert (await bench.command(call.InstallCertificate(kind, root()))).status == "Accepted"
        [named] = await installed(bench, kind)
        assert await installed(bench, MANUFACTURER if kind == CENTRAL else CENTRAL) == []
        assert (await bench.command(call.DeleteCertificate(named))).status == "Accepted"
        assert await installed(bench, kind) == []
        assert (await bench.command(call.DeleteCertificate(named))).status == "NotFound"


async def test_a_root_that_is_installed_twice_is_there_once() -> None:
    async with online() as bench:
        certificate = root()
        for _ in range(2):
            assert (await bench.command(call.InstallCertificate(CENTRAL, certificate))).status == "Accepted"
        assert len(await installed(bench, CENTRAL)) == 1


async def test_there_is_room_for_so_many_roots() -> None:
    async with online() as bench:
        answers = [
            (await bench.command(call.InstallCertificate(CENTRAL, root()))).status for _ in range(MAX_CERTIFICATES + 1)
        ]
        assert answers == ["Accepted"] * MAX_CERTIFICATES + ["Rejected"]


async def test_tc_078_an_invalid_root_is_a_security_event() -> None:
    leaf = trustme.CA().issue_cert("example.org").cert_chain_pems[0].bytes().decode()
    async with online() as bench:
        for certificate in ("nonsense", leaf):
            assert (await bench.command(call.InstallCertificate(CENTRAL, certificate))).status == "Rejected"
            assert bench.said() == ["SecurityEventNotification InvalidCentralSystemCertificate"]
        assert (await bench.command(call.InstallCertificate(MANUFACTURER, "nonsense"))).status == "Rejected"
        assert bench.said() == []


async def test_tc_077_a_certificate_that_nobody_asked_for_is_a_security_event() -> None:
    async with online() as bench:
        assert (await bench.command(call.CertificateSigned(root()))).status == "Rejected"
        assert bench.said() == ["SecurityEventNotification InvalidChargePointCertificate"]


async def test_security_events_wait_for_a_link() -> None:
    async with online() as bench:
        await bench.lose_link()
        bench.dialect.on_fact(SecurityIncident(START, "TamperDetectionActivated", "door"))
        await bench.connect(boots=False)
        [event] = bench.sent(call.SecurityEventNotification)
        assert (event.type, event.tech_info, event.timestamp) == (
            "TamperDetectionActivated",
            "door",
            "2026-01-01T00:00:00Z",
        )
        bench.said()
        await bench.lose_link()
        await bench.connect(boots=False)
        assert bench.said() == []
