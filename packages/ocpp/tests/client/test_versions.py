"""Which version of OCPP is spoken, and what is offered to central systems that refuse."""

import pytest
from websockets.exceptions import InvalidHandshake, InvalidStatus

from ocpp.backoff import Backoff
from ocpp.client import VERSIONS, connect
from ocpp.server import serve

from .central_systems import URL, Answer, CentralSystem, Visit, answer, speaking
from .virtual_network import network, on_a_virtual_network

ALL = ("2.1", "2.0.1", "1.6")
EVERY_SECOND = Backoff(wait_minimum_s=1, random_range_s=0, repeat_times=0)


def without_subprotocol(visit: Visit) -> bytes:
    return visit.accepted(None)


async def test_all_are_offered_at_once_in_order_of_preference() -> None:
    system = CentralSystem(speaking("ocpp1.6", "ocpp2.0.1"))
    async with system.listening():
        for versions, chosen in ((ALL, "2.0.1"), (("1.6", "2.1"), "1.6"), (VERSIONS, "2.0.1"), ("1.6", "1.6")):
            link = await connect(system.url, "CP-1", versions)
            assert (link.version, link.subprotocol) == (chosen, f"ocpp{chosen}")
            link.fail(1000)
    assert system.offers == [
        ["ocpp2.1", "ocpp2.0.1", "ocpp1.6"],
        ["ocpp1.6", "ocpp2.1"],
        ["ocpp2.0.1", "ocpp1.6"],
        ["ocpp1.6"],
    ]


async def test_no_version_no_subprotocol() -> None:
    system = CentralSystem(without_subprotocol)
    async with system.listening():
        link = await connect(system.url, "CP-1", ())
        assert (link.version, link.subprotocol) == (None, None)
        link.fail(1000)
    assert system.offers == [[]]


@pytest.mark.parametrize("subprotocol", ["ocpp2.1", "OCPP1.6", "ocpp1.6, ocpp2.0.1", "mqtt", None])
async def test_what_was_not_offered_is_not_spoken(subprotocol: str | None) -> None:
    system = CentralSystem(lambda visit: visit.accepted(subprotocol))
    async with system.listening():
        with pytest.raises(InvalidHandshake, match=r"subprotocol|none of our versions|multiple values"):
            await connect(system.url, "CP-1")


async def test_a_single_attempt_offers_once() -> None:
    system = CentralSystem(answer("400 Bad Request"))
    async with system.listening():
        with pytest.raises(InvalidStatus):
            await connect(system.url, "CP-1", ALL)
    assert len(system.visits) == 1


async def test_the_same_connect_offers_the_next_version() -> None:
    system = CentralSystem(answer("400 Bad Request"), speaking("ocpp2.0.1"))
    async with system.listening():
        connecting = connect(system.url, "CP-1", ALL)
        for _ in range(2):
            with pytest.raises(InvalidStatus):
                await connecting
        link = await connecting
        assert link.version == "2.0.1"
        link.fail(1000)
    assert system.offers == [["ocpp2.1", "ocpp2.0.1", "ocpp1.6"], ["ocpp2.1"], ["ocpp2.0.1"]]


FALLBACK = [["ocpp2.1", "ocpp2.0.1", "ocpp1.6"], ["ocpp2.1"], ["ocpp2.0.1"], ["ocpp1.6"]]


def refusing_a_list(visit: Visit) -> bytes:
    """Answer as a central system that reads the header as one name."""
    return visit.accepted("ocpp1.6") if visit.offered == ["ocpp1.6"] else answer("400 Bad Request")


def ignoring_a_list(visit: Visit) -> bytes:
    return visit.accepted("ocpp1.6" if visit.offered == ["ocpp1.6"] else None)


def sending_the_list_back(visit: Visit) -> bytes:
    return visit.accepted(", ".join(visit.offered)) if "ocpp1.6" in visit.offered else answer("400 Bad Request")


def choosing_another(visit: Visit) -> bytes:
    return visit.accepted("ocpp1.6" if visit.offered == ["ocpp1.6"] else "mqtt")


@on_a_virtual_network
@pytest.mark.parametrize("central_system", [refusing_a_list, ignoring_a_list, sending_the_list_back, choosing_another])
async def test_one_after_the_other_is_offered_to_who_refuses_a_list(central_system: Answer) -> None:
    system = CentralSystem(central_system)
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ALL, backoff=EVERY_SECOND):
            assert link.version == "1.6"
            link.fail(1000)
            if len(system.visits) == 6:
                break
    # What was accepted is offered again.
    assert system.offers == [*FALLBACK, FALLBACK[-1], FALLBACK[-1]]


@on_a_virtual_network
@pytest.mark.parametrize("status", ["400 x", "406 x", "426 x", "500 x", "501 x"])
async def test_a_refusal_that_may_be_about_the_version_changes_the_offer(status: str) -> None:
    system = CentralSystem(answer(status), speaking("ocpp2.1", "ocpp2.0.1", "ocpp1.6"))
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ALL, backoff=EVERY_SECOND):
            link.fail(1000)
            break
    assert system.offers == FALLBACK[:2]


@on_a_virtual_network
@pytest.mark.parametrize("status", ["401 x", "403 x", "404 x", "429 x", "503 x", "302 x"])
async def test_any_other_refusal_does_not(status: str) -> None:
    system = CentralSystem(answer(status), speaking("ocpp2.1", "ocpp2.0.1", "ocpp1.6"))
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ALL, backoff=EVERY_SECOND):
            link.fail(1000)
            break
    assert system.offers == FALLBACK[:1] * 2


@on_a_virtual_network
async def test_nor_does_a_central_system_that_is_not_there() -> None:
    system = CentralSystem(speaking("ocpp1.6"))
    connecting = connect(URL, "CP-1", ALL)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await connecting
    async with system.listening(9000):
        (await connecting).fail(1000)
    assert system.offers == FALLBACK[:1]


@on_a_virtual_network
async def test_after_the_last_version_the_list_comes_again() -> None:
    system = CentralSystem(*[answer("400 Bad Request")] * 5, speaking("ocpp1.6"))
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ALL, backoff=EVERY_SECOND):
            link.fail(1000)
            break
    assert system.offers == [*FALLBACK, FALLBACK[0], FALLBACK[1], *FALLBACK[2:]]
    assert len(network().attempts) == 8


@on_a_virtual_network
async def test_one_version_is_offered_again_and_again() -> None:
    system = CentralSystem(*[answer("400 Bad Request")] * 3, speaking("ocpp1.6"))
    async with system.listening(9000):
        async for link in connect(URL, "CP-1", ("1.6",), backoff=EVERY_SECOND):
            link.fail(1000)
            break
    assert system.offers == [["ocpp1.6"]] * 4


@on_a_virtual_network
async def test_our_server_and_our_client_agree_on_the_best_that_both_have() -> None:
    for spoken, agreed in ((("ocpp1.6",), "1.6"), (("ocpp1.6", "ocpp2.1"), "2.1")):
        server = serve(lambda link: link.wait_closed(), "127.0.0.1", 9000, subprotocols=spoken)
        async with server, connect(URL, "CP-1", ALL) as link:
            assert link.version == agreed
    async with serve(lambda link: link.wait_closed(), "127.0.0.1", 9000, subprotocols=("ocpp2.1",)):
        with pytest.raises(InvalidStatus) as refusal:
            await connect(URL, "CP-1", ("1.6",))
        assert refusal.value.response.body == b"No common subprotocol: offered ocpp1.6, supported ocpp2.1\n"
