"""The mandatory cases that look into TLS, which stories cannot: over real sockets, with real certificates."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from websockets.exceptions import InvalidStatus

from csms.app import App
from csms.domain.inbox import Cause
from csms_simulator import SimulatedStation
from ocpp import v201
from ocpp.client import Link, connect
from ocpp.routing import on
from packages.csms.tests.conformance.certificates import Certificates
from packages.csms.tests.conformance.stage import register_station
from packages.csms.tests.gateway.knocking import inbox_of
from packages.csms.tests.running import running

NAME = "localhost"
STATION = "CS-1"

SUITES = {
    "ECDHE-ECDSA-AES128-GCM-SHA256": 128,
    "ECDHE-ECDSA-AES256-GCM-SHA384": 256,
    "AES128-GCM-SHA256": 128,
    "AES256-GCM-SHA384": 256,
}
"""What a server has to offer (A00.FR.318), and the bits of its keys."""


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates(tmp_path)


@asynccontextmanager
async def secured(certificates: Certificates, folder: Path) -> AsyncGenerator[tuple[App, httpx.AsyncClient]]:
    """Run a server that speaks TLS; yield it, and a client of its API."""
    chain, key = certificates.issue(NAME, trustme.KeyType.ECDSA)
    second_chain, second_key = certificates.issue(NAME, trustme.KeyType.RSA)
    settings: dict[str, object] = {
        "unknown_stations": "reject",
        "tls_cert": chain,
        "tls_key": key,
        "tls_second_cert": second_chain,
        "tls_second_key": second_key,
        "client_ca": certificates.ca_file,
    }
    async with running(folder / "data", **settings) as app:
        token = (folder / "data" / "api-token").read_text().strip()
        url = f"http://127.0.0.1:{app.http_port}/api/v1"
        async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}) as api:
            yield app, api


def url_of(app: App) -> str:
    return f"wss://{NAME}:{app.ocpp_port}"


async def link_to(app: App, tls: ssl.SSLContext, password: str | None = None) -> Link:
    return await connect(url_of(app), STATION, ("2.0.1",), ssl=tls, password=password, host="127.0.0.1")


async def test_TC_A_04_CSMS_the_certificate_of_the_server(  # noqa: N802 - the id of the case
    certificates: Certificates, tmp_path: Path
) -> None:
    async with secured(certificates, tmp_path) as (app, _):
        for suite, bits in SUITES.items():
            tls = certificates.of_station()
            tls.maximum_version = ssl.TLSVersion.TLSv1_2
            tls.set_ciphers(suite)
            _, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port, ssl=tls, server_hostname=NAME)
            shown: ssl.SSLObject = writer.get_extra_info("ssl_object")
            assert shown.cipher() == (suite, "TLSv1.2", bits)
            certificate = x509.load_der_x509_certificate(shown.getpeercert(binary_form=True) or b"")
            assert certificate.serial_number
            assert [each.value for each in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [NAME]
            key = certificate.public_key()
            if isinstance(key, rsa.RSAPublicKey):
                assert key.key_size >= 2048
            else:
                assert isinstance(key, ec.EllipticCurvePublicKey)
                assert key.key_size >= 224
            writer.close()


async def test_TC_A_04_CSMS_a_station_boots_over_tls(certificates: Certificates, tmp_path: Path) -> None:  # noqa: N802
    async with secured(certificates, tmp_path) as (app, api):
        password = await register_station(api, STATION, security_profile=2)
        async with SimulatedStation(
            url_of(app), STATION, "2.0.1", password=password, ssl=certificates.of_station()
        ) as station:
            async with asyncio.timeout(60):
                await station.online()
                await station.settled()
            assert station.last_boot is not None
            assert station.last_boot.is_accepted
        told = (await api.get(f"/stations/{STATION}")).json()
        assert [(each["evse"], each["status"]) for each in told["connectors"]] == [(1, "Available")]


async def test_TC_A_06_CSMS_a_version_of_tls_that_is_too_low(certificates: Certificates, tmp_path: Path) -> None:  # noqa: N802
    async with secured(certificates, tmp_path) as (app, api):
        password = await register_station(api, STATION, security_profile=2)
        old = certificates.of_station()
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await link_to(app, old, password)
        (entry,) = await inbox_of(app)  # so it was the server that has ended it
        assert entry.cause == Cause.TLS_FAILED
        new = certificates.of_station()
        new.maximum_version = ssl.TLSVersion.TLSv1_2
        link = await link_to(app, new, password)
        point = v201.ChargePoint(STATION, link)
        serving = asyncio.create_task(point.start())
        booted = await point.request(boot("PowerUp"))
        await link.close()
        await asyncio.gather(serving, return_exceptions=True)
        assert booted.status == "Accepted"


async def test_TC_A_19_CSMS_a_station_goes_to_a_higher_security_profile(  # noqa: N802
    certificates: Certificates, tmp_path: Path
) -> None:
    async with secured(certificates, tmp_path) as (app, api):
        password = await register_station(api, STATION, security_profile=2)
        first = Upgraded(await link_to(app, certificates.of_station(), password))
        await first.boot("PowerUp")

        # The operator has it connect with a certificate from now on.
        connection = {
            "ocppVersion": "OCPP20",
            "ocppTransport": "JSON",
            "ocppCsmsUrl": url_of(app),
            "messageTimeout": 30,
            "securityProfile": 3,
            "ocppInterface": "Wired0",
        }
        profile = {"configurationSlot": 2, "connectionData": connection}
        priority = {"values": {"OCPPCommCtrlr.NetworkConfigurationPriority": "2"}}
        for path, body in (
            ("calls/SetNetworkProfile", profile),
            ("commands/set-configuration", priority),
            ("commands/reset", {"kind": "on_idle"}),
        ):
            answer = await api.post(f"/stations/{STATION}/{path}", json=body)
            assert answer.json()["outcome"] == "accepted", answer.text
        assert first.profiles == {2: 3}
        assert first.priority == "2"
        await first.close()

        second = Upgraded(await link_to(app, certificates.of_station(STATION)))
        await second.boot("RemoteReset")
        # Seen at once, and nothing less is good any more (A05.FR.07).
        assert (await api.patch(f"/stations/{STATION}", json={"security_profile": 3})).status_code == 200
        with pytest.raises(InvalidStatus) as refusal:
            await link_to(app, certificates.of_station(), password)
        assert refusal.value.response.status_code == 403
        await second.close()
        third = Upgraded(await link_to(app, certificates.of_station(STATION)))
        await third.boot("PowerUp")
        await third.close()


def boot(reason: str) -> v201.call.BootNotification:
    station = v201.datatypes.ChargingStationType(model="Model", vendor_name="Vendor")
    return v201.call.BootNotification(charging_station=station, reason=reason)


class Upgraded(v201.ChargePoint):
    """A station that takes network profiles."""

    def __init__(self, link: Link) -> None:
        super().__init__(STATION, link)
        self.link = link
        self.profiles: dict[int, int] = {}
        self.priority = ""
        self._serving = asyncio.create_task(self.start())

    @on("SetNetworkProfile")
    def on_profile(self, request: v201.call.SetNetworkProfile) -> v201.call_result.SetNetworkProfile:
        self.profiles[request.configuration_slot] = request.connection_data.security_profile
        return v201.call_result.SetNetworkProfile(status="Accepted")

    @on("SetVariables")
    def on_set(self, request: v201.call.SetVariables) -> v201.call_result.SetVariables:
        (data,) = request.set_variable_data
        assert (data.component.name, data.variable.name) == ("OCPPCommCtrlr", "NetworkConfigurationPriority")
        self.priority = data.attribute_value
        result = v201.datatypes.SetVariableResultType(
            attribute_status="Accepted", component=data.component, variable=data.variable
        )
        return v201.call_result.SetVariables(set_variable_result=[result])

    @on("Reset")
    def on_reset(self, request: v201.call.Reset) -> v201.call_result.Reset:
        return v201.call_result.Reset(status="Accepted")

    @on("GetBaseReport")
    def on_report(self, request: v201.call.GetBaseReport) -> v201.call_result.GetBaseReport:
        return v201.call_result.GetBaseReport(status="NotSupported")

    async def boot(self, reason: str) -> None:
        """Boot, and be accepted."""
        assert (await self.request(boot(reason))).status == "Accepted"

    async def close(self) -> None:
        """Leave."""
        await self.link.close()
        await asyncio.gather(self._serving, return_exceptions=True)
