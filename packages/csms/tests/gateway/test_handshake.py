"""Who is let in, who is not, and what the inbox says of it, on real sockets."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from csms.app import App
from csms.domain.inbox import Cause
from csms.gateway.conversation import Conversation
from csms.gateway.gateway import Gateway
from csms.service import inbox
from csms.service.passwords import hash_station_password
from csms.storage import stations
from ocpp import v201
from ocpp.client import connect
from ocpp.exceptions import SecurityError
from ocpp.v16 import call
from packages.csms.tests.gateway.knocking import (
    add_station,
    attempt,
    change_station,
    charge_point,
    delete_station,
    hashed,
    inbox_of,
    station_of,
    url_of,
)
from packages.csms.tests.running import running

PASSWORD = "0123456789abcdef0123456789abcdef"


async def causes_of(app: App) -> list[Cause]:
    return [Cause(entry.cause) for entry in await inbox_of(app)]


# Strangers


async def test_a_stranger_is_accepted_if_the_operator_wants_that():
    async with running(unknown_stations="accept") as app, charge_point(app) as point:
        assert await point.boot() == "Accepted"
        assert await causes_of(app) == []


async def test_a_stranger_is_refused_if_the_operator_wants_that():
    async with running(unknown_stations="reject") as app:
        assert await attempt(app) == 404

        assert await causes_of(app) == [Cause.UNKNOWN]
        assert await app.store.read(stations.find, "CP1") is None


async def test_a_stranger_is_held_and_waits_in_the_inbox():
    async with running(unknown_stations="hold") as app, charge_point(app) as point:
        assert await point.boot() == "Pending"

        (entry,) = await inbox_of(app)
        assert (entry.identity, entry.cause, entry.status) == ("CP1", Cause.WAITS, 0)
        assert (await station_of(app)).admission == "held"


async def test_a_stranger_gets_the_time_zone_of_the_settings():
    async with running(station_time_zone="Europe/Berlin") as app, charge_point(app) as point:
        await point.boot()

        assert (await station_of(app)).time_zone == "Europe/Berlin"


async def test_a_stranger_who_cannot_be_served_is_not_made_known():
    async with running(unknown_stations="hold") as app:
        assert await attempt(app, versions=["1.5"]) == 400

        assert await causes_of(app) == [Cause.SUBPROTOCOL_NOT_COMMON]
        assert await app.store.read(stations.find, "CP1") is None


async def test_no_more_strangers_are_held_than_may_be(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "MOST_HELD", 2)
    async with running(unknown_stations="hold") as app:
        assert await attempt(app, "CP1") == 101
        assert await attempt(app, "CP2") == 101
        assert await attempt(app, "CP3") == 503
        assert await attempt(app, "CP1") == 101

        assert {(entry.identity, entry.cause) for entry in await inbox_of(app)} >= {("CP3", Cause.TOO_MANY_WAIT)}
        assert await app.store.read(stations.find, "CP3") is None


async def test_strangers_who_come_at_once_do_not_exceed_the_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "MOST_HELD", 2)
    async with running(unknown_stations="hold") as app:
        answers = await asyncio.gather(*(attempt(app, f"CP{number}") for number in range(8)))

        assert sorted(answers) == [101] * 2 + [503] * 6


async def test_a_rejected_station_is_refused():
    async with running() as app:
        await add_station(app, admission="rejected")

        assert await attempt(app) == 403
        assert await causes_of(app) == [Cause.REJECTED]


# Subprotocols


async def test_a_station_that_names_no_subprotocol_is_served_in_the_default_one():
    async with running(default_subprotocol="ocpp1.6") as app:
        async with connect(url_of(app), "CP1", []) as link:
            await link.send('[2,"1","Heartbeat",{}]')
            answer = await link.recv()
        assert str(answer).startswith('[3,"1",')


async def test_a_station_that_names_no_subprotocol_is_refused_without_a_default():
    async with running(default_subprotocol="") as app:
        assert await attempt(app, versions=[]) == 400
        assert await causes_of(app) == [Cause.SUBPROTOCOL_NOT_COMMON]


async def test_a_station_that_names_no_subprotocol_is_served_in_the_one_of_its_own():
    async with running(default_subprotocol="") as app:
        await add_station(app, subprotocol="ocpp2.0.1")
        async with charge_point_201(app, []) as point:
            assert await boot_201(point) == "Accepted"
            assert (await station_of(app)).version == "2.0.1"


async def test_the_order_of_the_station_decides_unless_the_operator_does():
    async with running() as app:
        await add_station(app, "CP1")
        await add_station(app, "CP2", subprotocol="ocpp1.6")
        chosen: list[str | None] = []
        for identity in ("CP1", "CP2"):
            async with connect(url_of(app), identity, ["2.0.1", "1.6"]) as link:
                chosen.append(link.subprotocol)

        assert chosen == ["ocpp2.0.1", "ocpp1.6"]


async def test_a_station_that_does_not_offer_what_it_is_to_speak_is_refused():
    async with running() as app:
        await add_station(app, subprotocol="ocpp2.0.1")

        assert await attempt(app, versions=["1.6"]) == 400
        (entry,) = await inbox_of(app)
        assert entry.cause == Cause.SUBPROTOCOL_NOT_OFFERED
        assert entry.text == "The station is to speak ocpp2.0.1, but offers ocpp1.6."


# Passwords


@pytest.mark.parametrize("is_random", [True, False])
@pytest.mark.parametrize("sent", [b"\xde\xad\xbe\xef" * 5, b"deadbeef" * 5, b"DEADBEEF" * 5])
async def test_the_bytes_of_a_key_and_its_digits_are_the_same_password(sent: bytes, is_random: bool):
    async with running() as app:
        kept = hash_station_password(b"deadbeef" * 5, is_random=is_random)
        await add_station(app, security_profile=1, password_hash=kept)

        assert await attempt(app, password=sent) == 101


async def test_a_password_that_a_person_chose_is_remembered_only_as_long_as_it_is_right():
    async with running() as app:
        kept = hash_station_password(b"first password", is_random=False)
        await add_station(app, security_profile=1, password_hash=kept)
        assert await attempt(app, password="first password") == 101
        assert await attempt(app, password="first password") == 101

        await change_station(app, password_hash=hash_station_password(b"second password", is_random=False))

        assert await attempt(app, password="first password") == 401
        assert await attempt(app, password="second password") == 101


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    defaults = (*(Gateway.__init__.__defaults__ or ())[:-1], clock)
    monkeypatch.setattr(Gateway.__init__, "__defaults__", defaults)
    return clock


async def test_who_fails_too_often_has_to_wait(clock: Clock):
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))
        answers = [await attempt(app, password="wrong") for _ in range(6)]

        assert answers == [401] * 5 + [429]
        with pytest.raises(InvalidStatus) as refused:
            await connect(url_of(app), "CP1", ["1.6"], password=PASSWORD)
        assert refused.value.response.headers["Retry-After"] == "1"
        assert await causes_of(app) == [Cause.TOO_MANY_ATTEMPTS, Cause.PASSWORD_WRONG]

        clock.seconds += 1
        assert await attempt(app, password=PASSWORD) == 101


async def test_one_station_that_fails_does_not_keep_another_waiting(clock: Clock):
    async with running() as app:
        for identity in ("CP1", "CP2"):
            await add_station(app, identity, security_profile=1, password_hash=hashed(PASSWORD))
        for _ in range(6):
            await attempt(app, "CP1", password="wrong")

        assert await attempt(app, "CP2", password=PASSWORD) == 101


async def test_who_was_changed_by_the_operator_need_not_wait(clock: Clock):
    async with running(unknown_stations="reject") as app:
        assert [await attempt(app) for _ in range(6)] == [404] * 5 + [429]

        entry = (await inbox_of(app))[0]
        await app.store.write(inbox.accept, entry.id, app.central.now())

        assert await attempt(app) == 101


# The inbox


async def test_attempts_with_the_same_cause_are_counted():
    async with running(unknown_stations="reject") as app:
        await attempt(app)
        await attempt(app)
        await app.knocks.flush()
        await attempt(app)

        (entry,) = await inbox_of(app)
        assert entry.count == 3
        assert entry.first_at < entry.last_at


async def test_a_station_that_gets_in_leaves_the_inbox():
    async with running() as app:
        await add_station(app, security_profile=1, password_hash=hashed(PASSWORD))
        await attempt(app, password="wrong")
        await app.knocks.flush()
        await attempt(app, password="still wrong")
        async with charge_point(app, password=PASSWORD) as point:
            await point.boot()

            assert await inbox_of(app) == []


async def test_a_url_without_a_station_is_in_the_inbox():
    async with running() as app:
        reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port)
        writer.write(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        answer = await reader.readline()
        writer.close()

        assert b"404" in answer
        (entry,) = await inbox_of(app)
        assert (entry.cause, entry.identity, entry.path) == (Cause.IDENTITY_MISSING, "", "/")


async def test_a_browser_is_in_the_inbox():
    async with running() as app:
        reader, writer = await asyncio.open_connection("127.0.0.1", app.ocpp_port)
        writer.write(b"GET /CP1 HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = await reader.readline()
        writer.close()

        assert b"426" in answer
        (entry,) = await inbox_of(app)
        assert (entry.cause, entry.status) == (Cause.NO_WEBSOCKET, 426)


async def test_more_stations_than_allowed_are_refused():
    async with running(max_links=1) as app, charge_point(app, "CP1") as point:
        await point.boot()

        assert await attempt(app, "CP2") == 503
        assert await causes_of(app) == [Cause.SERVER_FULL]


# Held stations


def charge_point_201(app: App, versions: list[str] | None = None) -> "Served201":
    return Served201(app, ["2.0.1"] if versions is None else versions)


class Served201:
    """A charging station of OCPP 2.0.1 that is served while a block runs."""

    def __init__(self, app: App, versions: list[str]) -> None:
        self._connecting = connect(url_of(app), "CP1", versions)

    async def __aenter__(self) -> v201.ChargePoint:
        self._link = await self._connecting
        point = v201.ChargePoint("CP1", self._link)
        self._serving = asyncio.create_task(point.start())
        return point

    async def __aexit__(self, *_: object) -> None:
        await self._link.close()
        await asyncio.gather(self._serving, return_exceptions=True)


async def boot_201(point: v201.ChargePoint) -> str:
    station = v201.datatypes.ChargingStationType(model="M", vendor_name="V")
    request = v201.call.BootNotification(charging_station=station, reason="PowerUp")
    return str((await point.request(request)).status)


async def test_b02_a_station_that_is_pending_gets_security_errors():
    async with running(unknown_stations="hold") as app, charge_point_201(app) as point:
        assert await boot_201(point) == "Pending"

        with pytest.raises(SecurityError):
            await point.request(v201.call.Heartbeat())
        with pytest.raises(SecurityError):
            await point.request(
                v201.call.StatusNotification(
                    timestamp="2026-01-31T12:00:00Z", connector_status="Available", evse_id=1, connector_id=1
                )
            )
        assert await app.store.read(stations.connectors, (await station_of(app)).id) == []


async def test_a_station_of_1_6_that_is_pending_is_told_the_time_and_nothing_else():
    async with running(unknown_stations="hold") as app, charge_point(app) as point:
        assert await point.boot() == "Pending"

        assert (await point.request(call.Heartbeat())).current_time
        with pytest.raises(SecurityError):
            await point.request(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))


async def test_what_a_pending_station_was_asked_for_it_may_send():
    async with running(unknown_stations="hold") as app, charge_point(app) as point:
        await point.boot()
        conversation = app.bus.link("CP1")
        assert isinstance(conversation, Conversation)
        conversation.expect("TriggerMessage", {"requestedMessage": "StatusNotification"})

        await point.request(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))
        with pytest.raises(SecurityError):
            await point.request(call.StartTransaction(connector_id=1, id_tag="A", meter_start=0, timestamp="now"))


async def test_accepting_a_station_that_waits_takes_effect_at_once():
    async with running(unknown_stations="hold") as app, charge_point(app) as point:
        assert await point.boot() == "Pending"
        (entry,) = await inbox_of(app)

        await app.store.write(inbox.accept, entry.id, app.central.now())

        assert await asyncio.wait_for(point.asked.get(), 10) == "BootNotification"
        await point.request(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))
        assert await point.boot() == "Accepted"
        assert await inbox_of(app) == []


async def test_a_station_that_has_not_booted_yet_is_not_asked_to():
    async with running(unknown_stations="hold") as app, charge_point(app) as point:
        await point.request(call.Heartbeat())
        (entry,) = await inbox_of(app)

        await app.store.write(inbox.accept, entry.id, app.central.now())

        assert await point.boot() == "Accepted"
        await point.request(call.Heartbeat())
        assert point.asked.empty()


async def test_a_station_that_is_to_wait_again_is_told_so():
    async with running() as app, charge_point(app) as point:
        assert await point.boot() == "Accepted"

        await change_station(app, admission="held")

        assert await asyncio.wait_for(point.asked.get(), 10) == "BootNotification"
        assert await point.boot() == "Pending"
        assert await causes_of(app) == [Cause.WAITS]


async def test_rejecting_a_station_closes_its_link():
    async with running(unknown_stations="hold") as app:
        async with charge_point(app) as point:
            await point.boot()
            (entry,) = await inbox_of(app)
            await app.store.write(inbox.reject, entry.id, app.central.now())

            assert await point.until_closed() == 1008
        assert await attempt(app) == 403


async def test_deleting_a_station_closes_its_link():
    async with running() as app, charge_point(app) as point:
        await point.boot()
        await delete_station(app)

        assert await point.until_closed() == 1008


async def test_a_station_is_read_strictly_from_its_next_link_on():
    async with running() as app, charge_point(app) as point:
        await point.boot()
        await change_station(app, is_strict=True)

        assert await point.until_closed() == 1012
