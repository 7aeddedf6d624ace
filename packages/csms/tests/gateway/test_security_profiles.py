"""Security profiles on real sockets, with real certificates."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from websockets.exceptions import InvalidHandshake

from csms.app import App, StartError
from csms.domain.inbox import Cause
from ocpp import v201
from ocpp.client import connect
from ocpp.exceptions import SecurityError
from ocpp.tls import client_context
from ocpp.websocket.joining import authorization
from packages.csms.tests.gateway.knocking import (
    add_station,
    attempt,
    change_station,
    charge_point,
    hashed,
    inbox_of,
    station_of,
    until,
    url_of,
)
from packages.csms.tests.running import running

PASSWORD = "0123456789abcdef0123456789abcdef"


class Authority:
    """Certificates of a test, as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(self.ca_file)
        self.server = self.issue("localhost", self.ca)

    def issue(self, name: str, ca: trustme.CA, **facts: Any) -> tuple[Path, Path]:
        """Return certificate and key for a common name."""
        issued = ca.issue_cert(f"{name.lower()}.example", "localhost", common_name=name, **facts)
        number = len(list(self.folder.iterdir()))
        chain, key = self.folder / f"{number}.pem", self.folder / f"{number}.key"
        chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(key)
        return chain, key

    def of_station(self, name: str | None = None, ca: trustme.CA | None = None, **facts: Any) -> ssl.SSLContext:
        """Return what a station speaks TLS with; without a name it has no certificate."""
        if name is None:
            return client_context(self.ca_file)
        return client_context(self.ca_file, *self.issue(name, ca or self.ca, **facts))

    @asynccontextmanager
    async def running(self, **settings: Any) -> AsyncGenerator[App]:
        """Run a server that speaks TLS."""
        chain, key = self.server
        files: dict[str, Any] = {"tls_cert": chain, "tls_key": key, "client_ca": self.ca_file}
        async with running(**files | settings) as app:
            yield app


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def knock_of(app: App) -> tuple[Cause, str]:
    """Return cause and text of the only entry of the inbox."""
    (entry,) = await inbox_of(app)
    return Cause(entry.cause), entry.text


async def profile_of(app: App, **how: Any) -> int | None:
    """Return the security profile that a station has come in with."""
    async with charge_point(app, **how) as point:
        await point.boot()
        return (await station_of(app)).connected_profile


def secure(app: App, **how: Any) -> dict[str, Any]:
    return {"url": url_of(app, "wss", "localhost"), "host": "127.0.0.1", **how}


# Profile 0


async def test_profile_0_wants_nothing():
    async with running() as app:
        await add_station(app)

        assert await profile_of(app) == 0


@pytest.mark.parametrize("password", [PASSWORD, "something else"])
async def test_profile_0_lets_in_whatever_password_is_sent(password: str):
    async with running() as app:
        await add_station(app, password_hash=hashed(PASSWORD))

        assert await profile_of(app, password=password) == (1 if password == PASSWORD else 0)


# Profile 1


async def test_profile_1_wants_the_right_password():
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))

        assert await profile_of(app, password=PASSWORD) == 1


async def test_profile_1_refuses_a_wrong_password():
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))

        assert await attempt(app, password="another") == 401
        assert await knock_of(app) == (Cause.PASSWORD_WRONG, "The station sent a password that is not its own.")


async def test_profile_1_refuses_a_station_without_a_password():
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))

        assert await attempt(app) == 401
        assert (await knock_of(app))[0] is Cause.PASSWORD_MISSING


async def test_profile_1_refuses_the_user_name_of_another():
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))
        headers = {"Authorization": authorization("CP1x", PASSWORD)}

        assert await attempt(app, headers=headers) == 401
        assert await knock_of(app) == (
            Cause.USER_NAME_OTHER,
            "The station sent the user name CP1x, which is not its identity CP1.",
        )


async def test_profile_1_needs_a_password_on_our_side():
    async with running() as app:
        await add_station(app, security_profile=1)

        assert await attempt(app, password=PASSWORD) == 403
        assert (await knock_of(app))[0] is Cause.PASSWORD_NOT_SET


# Profile 2


async def test_profile_2_wants_tls_and_the_right_password(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=2, password_hash=hashed(PASSWORD))
        how = secure(app, ssl=authority.of_station())

        assert await profile_of(app, password=PASSWORD, **how) == 2
        assert await attempt(app, password="another", **how) == 401
        assert await attempt(app, **how) == 401


async def test_profile_2_refuses_the_right_password_without_tls():
    async with running() as app:
        await add_station(app, security_profile=2, password_hash=hashed(PASSWORD))

        assert await attempt(app, password=PASSWORD) == 403
        assert (await knock_of(app))[0] is Cause.TLS_MISSING


async def test_tls_alone_shows_nobody_who_a_station_is(authority: Authority):
    async with authority.running() as app:
        await add_station(app)

        assert await profile_of(app, **secure(app, ssl=authority.of_station())) == 0


# Profile 3


async def test_profile_3_wants_the_certificate_of_the_station(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3)

        assert await profile_of(app, **secure(app, ssl=authority.of_station("CP1"))) == 3


async def test_profile_3_takes_no_password_instead(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3, password_hash=hashed(PASSWORD))

        assert await attempt(app, password=PASSWORD, **secure(app, ssl=authority.of_station())) == 403
        assert (await knock_of(app))[0] is Cause.CERTIFICATE_MISSING


async def test_a_certificate_is_more_than_a_password(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=2, password_hash=hashed(PASSWORD))

        assert await attempt(app, **secure(app, ssl=authority.of_station("CP1"))) == 101


async def test_the_certificate_of_another_station_is_refused(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3)

        assert await attempt(app, **secure(app, ssl=authority.of_station("CP2"))) == 403
        assert await knock_of(app) == (
            Cause.CERTIFICATE_OTHER_NAME,
            "The station showed the certificate of CP2, but one of CP1 is wanted.",
        )


async def test_a_certificate_may_name_the_serial_number_instead_of_the_identity(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3, certificate_name="SN-77")

        assert await attempt(app, **secure(app, ssl=authority.of_station("SN-77"))) == 101
        assert await attempt(app, **secure(app, ssl=authority.of_station("CP1"))) == 403


async def test_the_issuer_of_a_certificate_can_be_demanded(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3, certificate_issuer="Another CA")

        assert await attempt(app, **secure(app, ssl=authority.of_station("CP1"))) == 403
        assert (await knock_of(app))[0] is Cause.CERTIFICATE_OTHER_ISSUER


async def test_the_organization_of_certificates_can_be_demanded(authority: Authority):
    async with authority.running(client_organization="Example Charging") as app:
        await add_station(app, security_profile=3)
        ours = authority.of_station("CP1", organization_name="Example Charging")
        theirs = authority.of_station("CP1", organization_name="Somebody")

        assert await attempt(app, **secure(app, ssl=theirs)) == 403
        assert (await knock_of(app))[0] is Cause.CERTIFICATE_OTHER_ORGANIZATION
        assert await attempt(app, **secure(app, ssl=ours)) == 101


@pytest.mark.parametrize("kind", ["of an unknown authority", "expired"])
async def test_a_certificate_that_is_not_valid_ends_the_handshake(authority: Authority, kind: str):
    async with authority.running() as app:
        await add_station(app, security_profile=3)
        if kind == "expired":
            bad = authority.of_station("CP1", not_after=datetime.now(UTC) - timedelta(days=1))
        else:
            bad = authority.of_station("CP1", trustme.CA())

        with pytest.raises((OSError, InvalidHandshake)):
            await attempt(app, **secure(app, ssl=bad))
        assert (await knock_of(app))[0] is Cause.CERTIFICATE_NOT_ACCEPTED


async def test_a_station_that_boots_with_the_serial_number_of_another_is_sent_away(authority: Authority):
    async with authority.running() as app:
        await add_station(app, security_profile=3)
        how = secure(app, ssl=authority.of_station("CP1"))
        link = await connect(how.pop("url"), "CP1", ["2.0.1"], **how)
        point = v201.ChargePoint("CP1", link)
        serving = asyncio.create_task(point.start())
        station = v201.datatypes.ChargingStationType(model="M", vendor_name="V", serial_number="CP2")

        with pytest.raises(SecurityError):
            await point.request(v201.call.BootNotification(charging_station=station, reason="PowerUp"))
        await asyncio.wait_for(link.wait_closed(), 10)
        await asyncio.gather(serving, return_exceptions=True)

        assert link.close_code == 1008
        assert (await station_of(app)).serial_number is None
        assert (await knock_of(app))[0] is Cause.SERIAL_NUMBER_OTHER


@pytest.mark.parametrize("serial_number", ["CP1", None])
async def test_a_station_that_boots_with_its_own_serial_number_or_none_stays(
    authority: Authority, serial_number: str | None
):
    async with authority.running() as app:
        await add_station(app, security_profile=3)
        how = secure(app, ssl=authority.of_station("CP1"))
        async with connect(how.pop("url"), "CP1", ["2.0.1"], **how) as link:
            point = v201.ChargePoint("CP1", link)
            serving = asyncio.create_task(point.start())
            station = v201.datatypes.ChargingStationType(model="M", vendor_name="V", serial_number=serial_number)
            booted = await point.request(v201.call.BootNotification(charging_station=station, reason="PowerUp"))
            serving.cancel()

        assert booted.status == "Accepted"


# TLS itself


async def test_a_station_that_comes_without_tls_to_a_tls_port_is_in_the_inbox(authority: Authority):
    async with authority.running() as app:
        with pytest.raises((OSError, InvalidHandshake)):
            await attempt(app)

        (entry,) = await inbox_of(app)
        assert (entry.cause, entry.identity, entry.origin) == (Cause.PLAIN_ON_TLS_PORT, "", "127.0.0.1")


async def test_a_station_that_comes_with_tls_to_a_plain_port_is_in_the_inbox(authority: Authority):
    async with running() as app:
        with pytest.raises((OSError, InvalidHandshake)):
            await attempt(app, **secure(app, ssl=authority.of_station()))

        assert (await knock_of(app))[0] is Cause.TLS_ON_PLAIN_PORT


async def test_a_station_that_does_not_know_the_servers_issuer_is_in_the_inbox(authority: Authority, tmp_path: Path):
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    async with authority.running() as app:
        with pytest.raises(ssl.SSLError):
            await attempt(app, **secure(app, ssl=client_context(other)))
        # The server learns of it after the station.
        await until(lambda: app.ocpp_server.statistics.refused[0] == 1)

        assert (await knock_of(app))[0] is Cause.SERVER_CERTIFICATE_NOT_ACCEPTED


async def test_a_server_does_not_start_with_a_key_that_does_not_fit(authority: Authority):
    _, another_key = authority.issue("localhost", authority.ca)
    with pytest.raises(StartError, match="cannot be used"):
        async with authority.running(tls_key=another_key):
            pass


# Proxies


CERTIFIED = {
    "X-Forwarded-For": "203.0.113.9, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Client-Subject": "CN=CP1,O=Example",
    "X-Client-Issuer": "CN=Example CA",
    "X-Client-Verify": "SUCCESS",
}


async def test_a_proxy_that_is_trusted_says_who_comes_and_how():
    async with running(proxy_addresses="127.0.0.1", proxy_certificates=True) as app:
        await add_station(app, security_profile=3, certificate_issuer="Example CA")

        assert await profile_of(app, headers=CERTIFIED) == 3
        assert (await station_of(app)).remote_address == "192.0.2.7"


async def test_a_password_through_a_proxy_that_ends_tls_is_profile_2():
    async with running(proxy_addresses="127.0.0.1") as app:
        await add_station(app, security_profile=2, password_hash=hashed(PASSWORD))

        assert await attempt(app, password=PASSWORD, headers={"X-Forwarded-Proto": "https"}) == 101
        assert await attempt(app, password=PASSWORD, headers={"X-Forwarded-Proto": "http"}) == 403
        assert await attempt(app, password=PASSWORD) == 403


async def test_headers_of_somebody_who_is_no_proxy_mean_nothing():
    async with running(proxy_addresses="192.0.2.0/24", proxy_certificates=True) as app:
        await add_station(app, security_profile=3)

        assert await attempt(app, headers=CERTIFIED) == 403
        (entry,) = await inbox_of(app)
        assert (entry.cause, entry.remote_address) == (Cause.CERTIFICATE_MISSING, "127.0.0.1")


async def test_a_proxy_that_verifies_no_certificates_passes_on_none():
    async with running(proxy_addresses="127.0.0.1") as app:
        await add_station(app, security_profile=3)

        assert await attempt(app, headers=CERTIFIED) == 403


@pytest.mark.parametrize(
    "change",
    [
        {"X-Client-Verify": "FAILED:self signed certificate"},
        {"X-Client-Verify": "NONE", "X-Client-Subject": ""},
        {"X-Client-Subject": "CN=CP1+CN=CP2"},
        {"X-Client-Subject": 'CN="CP1"'},
        {"X-Client-Issuer": "CN=Another CA"},
    ],
)
async def test_a_certificate_that_a_proxy_does_not_clearly_vouch_for_is_none(change: dict[str, str]):
    async with running(proxy_addresses="127.0.0.1", proxy_certificates=True) as app:
        await add_station(app, security_profile=3, certificate_issuer="Example CA")

        assert await attempt(app, headers=CERTIFIED | change) == 403


async def test_a_raised_security_profile_closes_the_link():
    async with running() as app:
        await add_station(app, password_hash=hashed(PASSWORD))
        async with charge_point(app) as point:
            await point.boot()
            await change_station(app, security_profile=1)

            assert await point.until_closed() == 1008
        assert await attempt(app) == 401
        assert await attempt(app, password=PASSWORD) == 101
