"""The load against central systems that do what they should not: nothing of it goes by without being counted."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from websockets.frames import Close, Frame, Opcode
from websockets.speedups import apply_mask

from csms_simulator.load import LoadReport, LoadSettings, run_load
from ocpp.backoff import Backoff
from packages.simulator.tests.load.test_knock import accept_of

ACCEPTED = b'{"currentTime":"2026-01-01T00:00:00Z","interval":300,"status":"Accepted"}'


class Connection:
    """One connection of a station, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def shake_hands(self, accept: str | None = None) -> None:
        request = await self._reader.readuntil(b"\r\n\r\n")
        self._writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Protocol: ocpp1.6\r\n"
            b"Sec-WebSocket-Accept: " + (accept or accept_of(request)).encode() + b"\r\n\r\n"
        )

    async def receive(self) -> Any:
        """Return the next message. Raises: ConnectionError, IncompleteReadError when the station goes."""
        while True:
            first, length = await self._reader.readexactly(2)
            length &= 0x7F
            if length == 126:
                length = int.from_bytes(await self._reader.readexactly(2), "big")
            mask = await self._reader.readexactly(4)
            payload = apply_mask(await self._reader.readexactly(length), mask)
            if first & 0x0F == Opcode.TEXT:
                return msgspec.json.decode(payload)
            if first & 0x0F == Opcode.CLOSE:
                raise ConnectionResetError

    def send(self, text: bytes) -> None:
        self._writer.write(Frame(Opcode.TEXT, text).serialize(mask=False))

    def send_frame(self, opcode: Opcode, payload: bytes) -> None:
        self._writer.write(Frame(opcode, payload).serialize(mask=False))

    async def until_it_goes(self) -> None:
        while True:
            await self.receive()

    async def hear_nothing(self) -> None:
        while await self._reader.read(1024):
            pass


Behaviour = Callable[[Connection], Awaitable[None]]


@asynccontextmanager
async def behaving(behaviour: Behaviour) -> AsyncGenerator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await behaviour(Connection(reader, writer))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def load_on(behaviour: Behaviour, **more: Any) -> LoadReport:
    values: dict[str, Any] = {"stations": 3, "duration_s": 0.4, "ramp_per_s": 1000.0, "backoff": Backoff()}
    async with behaving(behaviour) as url:
        return await run_load(LoadSettings(url=url, **(values | more)))


async def boot(connection: Connection) -> None:
    await connection.shake_hands()
    _, message_id, action, _ = await connection.receive()
    assert action == "BootNotification"
    connection.send(b'[3,"%s",%s]' % (message_id.encode(), ACCEPTED))


async def test_a_wrong_accept_key() -> None:
    async def behaviour(connection: Connection) -> None:
        await connection.shake_hands("c29tZXRoaW5nIGVsc2U=")
        await connection.until_it_goes()

    report = await load_on(behaviour)
    assert report.refusals == {"101 with a wrong Sec-WebSocket-Accept": 3}
    assert report.stations.not_connected == {"101 with a wrong Sec-WebSocket-Accept": 3}


async def test_no_answer_to_the_handshake() -> None:
    report = await load_on(Connection.hear_nothing, open_timeout_s=0.2)
    assert report.refusals == {"no answer to the handshake: none in 0.2 s": 3}


async def test_a_handshake_that_is_cut_off() -> None:
    async def behaviour(connection: Connection) -> None:
        pass

    report = await load_on(behaviour)
    (cause,) = report.refusals
    assert cause.startswith("no answer to the handshake: ")


async def test_silence() -> None:
    async def behaviour(connection: Connection) -> None:
        await connection.shake_hands()
        await connection.until_it_goes()

    report = await load_on(behaviour, answer_timeout_s=0.2)
    assert report.errors == {"BootNotification: no answer in 0.2 s": 3}
    assert report.stations.connected == 3
    (boots,) = report.actions
    assert (boots.sent, boots.answered, boots.failed) == (3, 0, 3)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b'[4,"%s","InternalError","out of order",{}]', "BootNotification: InternalError out of order"),
        (b'[4,"%s","SecurityError"]', "BootNotification: SecurityError"),
        (b'[3,"%s",{}]', "BootNotification: the answer is not valid: 'currentTime' is a required property"),
        (b'[3,"not %s",{}]', "an answer came that nobody waited for, too late or with a wrong id"),
        (b'[4,"not %s","InternalError","",{}]', "a CALLERROR came that nobody waited for: InternalError"),
        (b'{"%s":1}', "a message came that is none of OCPP: Message is not a JSON array"),
        (b'[3,"%s"', "a message came that is none of OCPP: Message is not valid JSON"),
        (b'[6,"%s","NotifyPeriodicEventStream",{}]', "a message came that is none of OCPP 1.6"),
        (
            b'[3,"%s",{"currentTime":"2026-01-01T00:00:00Z","interval":60,"status":"Rejected"}]',
            "BootNotification: the station is Rejected",
        ),
    ],
)
async def test_answers_that_are_none(answer: bytes, error: str) -> None:
    async def behaviour(connection: Connection) -> None:
        await connection.shake_hands()
        message = await connection.receive()
        connection.send(answer % message[1].encode())
        await connection.until_it_goes()

    report = await load_on(behaviour, answer_timeout_s=0.3)
    assert report.errors[error] == 3
    assert set(report.errors) <= {error, "BootNotification: no answer in 0.3 s"}
    assert report.has_failed


async def test_links_that_are_closed() -> None:
    async def behaviour(connection: Connection) -> None:
        await boot(connection)
        connection.send_frame(Opcode.CLOSE, Close(1013, "come back later").serialize())
        await connection.until_it_goes()

    report = await load_on(behaviour)
    assert report.lost_links == {"the central system closed the link with 1013 come back later": 3}
    assert report.stations.connected == 0


async def test_links_that_end_without_a_word() -> None:
    report = await load_on(boot)
    (cause,) = report.lost_links
    assert cause in {"the link ended without a Close frame", "the connection was lost: connection reset by peer"}


async def test_a_station_that_is_pending_says_nothing_more_and_boots_again() -> None:
    heard: list[str] = []

    async def behaviour(connection: Connection) -> None:
        trigger = b'[2,"t","TriggerMessage",{"requestedMessage":"Heartbeat"}]'
        await connection.shake_hands()
        for status in (b"Pending", b"Pending", b"Accepted"):
            _, message_id, action, _ = await connection.receive()
            heard.append(action)
            connection.send(trigger)
            assert (await connection.receive())[:2] == [3, "t"]
            answer = b'{"currentTime":"2026-01-01T00:00:00Z","interval":1,"status":"%s"}' % status
            connection.send(b'[3,"%s",%s]' % (message_id.encode(), answer))
            if status == b"Pending":
                connection.send(trigger)
                assert (await connection.receive())[:2] == [3, "t"]
        heard.append((await connection.receive())[2])
        await connection.until_it_goes()

    report = await load_on(behaviour, stations=1, duration_s=2.5)
    assert heard == ["BootNotification"] * 3 + ["Heartbeat"]
    assert report.errors == {"BootNotification: the station is Pending": 2}


async def test_what_a_lost_link_leaves_unanswered_about_a_transaction_is_said_again() -> None:
    heard: list[Any] = []

    async def behaviour(connection: Connection) -> None:
        await (boot if not heard else Connection.shake_hands)(connection)
        while len(heard) < 2:
            _, message_id, action, payload = await connection.receive()
            if action == "StartTransaction":
                heard.append((message_id, payload))
                return
            info = b'{"idTagInfo":{"status":"Accepted"}}' if action == "Authorize" else b"{}"
            connection.send(b'[3,"%s",%s]' % (message_id.encode(), info))
        await connection.until_it_goes()

    await load_on(
        behaviour, stations=1, duration_s=1.0, charging_share=1.0, meter_interval_s=0.1, backoff=Backoff(0.05, 0, 0)
    )
    assert len(heard) == 2
    assert heard[0] == heard[1]


async def test_commands_that_no_station_knows() -> None:
    answers: list[Any] = []

    async def behaviour(connection: Connection) -> None:
        await boot(connection)
        connection.send(b'[2,"1","MakeCoffee",{}]')
        connection.send(b'[2,"2","GetConfiguration",{"key":7}]')
        connection.send(b'[2,"3","ClearCache",{}]')
        while len(answers) < 3:
            message = await connection.receive()
            if message[0] != 2:
                answers.append(message)
        await connection.until_it_goes()

    report = await load_on(behaviour, stations=1)
    assert [(kind, message_id) for kind, message_id, *_ in answers] == [(4, "1"), (4, "2"), (3, "3")]
    assert answers[0][2] == "NotImplemented"
    assert answers[1][2] == "TypeConstraintViolation"
    assert report.commands == {"unknown actions": 1, "GetConfiguration": 1, "ClearCache": 1}


async def test_a_late_answer_is_counted_and_changes_nothing() -> None:
    async def behaviour(connection: Connection) -> None:
        await boot(connection)
        first = await connection.receive()
        second = await connection.receive()  # it gave up waiting
        for message in (first, second):
            connection.send(b'[3,"%s",{}]' % message[1].encode())
        await connection.until_it_goes()

    report = await load_on(behaviour, stations=1, answer_timeout_s=0.2, duration_s=1.0)
    assert report.errors == {
        "StatusNotification: no answer in 0.2 s": 1,
        "an answer came that nobody waited for, too late or with a wrong id": 1,
    }


async def test_causes_without_end_are_put_together() -> None:
    async def behaviour(connection: Connection) -> None:
        await boot(connection)
        for number in range(300):
            connection.send(b'[4,"x","Code%d","",{}]' % number)
        await connection.until_it_goes()

    report = await load_on(behaviour, stations=1)
    assert len(report.errors) == 101
    assert report.errors["other causes"] == 200
    assert next(iter(report.errors)) == "other causes"
    assert all(re.fullmatch(r"a CALLERROR came .*: Code\d+|other causes", cause) for cause in report.errors)
