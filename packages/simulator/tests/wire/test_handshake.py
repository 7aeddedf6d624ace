"""Q1 to Q8: what a station asks for when it connects, and how its links end."""

import pytest

from csms_simulator.quirks.handshake import IDLE_NAT_S, SLEEP_AFTER_S

from .rig import OPTIONS, Rig


def test_no_subprotocol_is_offered() -> None:
    assert Rig("Q1").options().subprotocols == ()


async def test_others_are_offered_too_and_refused_when_they_are_chosen() -> None:
    rig = Rig("Q2.own-first", subprotocol="ocpp2.0.1")
    assert rig.options().subprotocols == ("ocpp1.6", "ocpp2.1", "ocpp2.0.1", "ocpp1.5")
    async with rig:
        assert rig.link.deeds == ["close 1002"]


async def test_a_station_stays_when_its_own_version_was_chosen() -> None:
    rig = Rig("Q2.own-first")
    rig.options()
    async with rig:
        assert rig.link.deeds == []


def test_the_order_of_the_offer_changes() -> None:
    rig = Rig("Q2.shuffled")
    offers = [rig.options().subprotocols for _ in range(5)]
    assert len(set(offers)) > 1
    assert {frozenset(offer) for offer in offers} == {frozenset(("ocpp1.6", "ocpp2.1", "ocpp2.0.1", "ocpp1.5"))}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Q3.trailing-slash", "/ocpp/CP1/"),
        ("Q3.doubled-identity", "/ocpp/CP1/CP1"),
        ("Q3.double-slash", "/ocpp//CP1"),
        ("Q3.prefix", "/steve/websocket/CentralSystemService/CP1"),
        ("Q3.encoded", "/ocpp/%43P1"),
        ("Q3.case", "/ocpp/cp1"),
    ],
)
def test_the_path_is_another_one(name: str, path: str) -> None:
    assert Rig(name).options().path == path


def test_changes_of_the_path_add_up() -> None:
    assert Rig("Q3.prefix Q3.trailing-slash").options().path == "/steve/websocket/CentralSystemService/CP1/"
    assert Rig("Q3.trailing-slash Q3.double-slash").options().path == "/ocpp//CP1/"


@pytest.mark.parametrize(
    ("name", "headers"),
    [("Q4.no-upgrade", {"Connection": "keep-alive"}), ("Q4.origin", {"Origin": "http://0.0.0.0:0"})],
)
def test_headers_are_odd(name: str, headers: dict[str, str]) -> None:
    assert Rig(name).options().headers == headers


def test_the_user_name_is_not_the_identity() -> None:
    assert Rig("Q5.username").options().username == "chargepoint"


def test_the_base64_is_not_padded() -> None:
    assert not Rig("Q5.unpadded").options().is_padded


@pytest.mark.parametrize(
    ("name", "given", "sent"),
    [
        ("Q5.hex", b"secret", b"736563726574"),
        ("Q5.decoded", b"736563726574", b"secret"),
        ("Q5.decoded", b"not hex", b"not hex"),
        ("Q5.hex", None, None),
        ("Q5.decoded", None, None),
    ],
)
def test_the_password_is_read_otherwise(name: str, given: bytes | None, sent: bytes | None) -> None:
    assert Rig(name).options(OPTIONS.changed(password=given)).password == sent


async def test_a_link_is_left_half_open() -> None:
    async with Rig("Q6") as rig:
        await rig.clock.advance(119)
        assert rig.station_sees_link
        await rig.clock.advance(781)
        assert rig.link.deeds == ["abandon"]
        assert not rig.station_sees_link


def test_a_storm_waits_for_nothing() -> None:
    assert Rig("Q7.storm").options().retry_after_s == 0


async def test_a_station_is_unaware_that_its_link_has_ended() -> None:
    async with Rig("Q7.unaware") as rig:
        await rig.lose()
        await rig.clock.advance(179)
        assert rig.station_sees_link
        await rig.call("Heartbeat")
        await rig.clock.advance(121)
        assert not rig.station_sees_link
        assert rig.sent == []


async def test_a_station_knows_what_it_has_done_itself() -> None:
    async with Rig("Q7.unaware") as rig:
        rig.link.start_close()
        await rig.settle()
        assert not rig.station_sees_link


def test_pings_are_not_answered() -> None:
    assert not Rig("Q8.no-pong").options().answers_pings


async def test_a_station_sleeps_until_it_speaks_again() -> None:
    async with Rig("Q8.sleeping") as rig:
        await rig.clock.advance(SLEEP_AFTER_S - 1)
        await rig.call("Heartbeat")
        await rig.clock.advance(SLEEP_AFTER_S - 1)
        assert rig.link.deeds == ["wake"]
        await rig.clock.advance(1)
        assert rig.link.deeds == ["wake", "sleep"]
        await rig.call("Heartbeat")
        assert rig.link.deeds == ["wake", "sleep", "wake"]


async def test_a_modem_forgets_an_idle_connection() -> None:
    async with Rig("Q8.idle-nat") as rig:
        await rig.clock.advance(IDLE_NAT_S / 2)
        rig.link.bytes_received += 2  # a ping
        await rig.clock.advance(IDLE_NAT_S - 1)
        await rig.call("Heartbeat")
        await rig.clock.advance(IDLE_NAT_S - 1)
        assert rig.link.deeds == []
        await rig.clock.advance(61)
        assert rig.link.deeds == ["die"]
        assert rig.station_sees_link


async def test_the_interval_of_pings_cannot_be_changed() -> None:
    async with Rig("Q8.fixed-interval") as rig:
        await rig.command("ChangeConfiguration", {"key": "WebSocketPingInterval", "value": "30"})
        await rig.command("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "30"})
        assert rig.sent == [[3, "c1", {"status": "NotSupported"}]]
        assert [frame[3]["key"] for frame in rig.seen] == ["HeartbeatInterval"]
