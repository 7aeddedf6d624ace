"""Whatever comes in gets an answer or a logged drop, never an exception out of `start()`."""
# pyright: basic

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpp import exceptions
from ocpp.messages import DETAILS_LIMIT
from ocpp.tolerance import Tolerance
from packages.ocpp.tests.memory_link import LinkEnd, link, run, serving, settle
from packages.ocpp.tests.stations import HEARTBEAT, HEARTBEAT_ANSWER, MODULES, VERSIONS, boot_answer, station

from .frames import corpus

MODES: dict[str, dict[str, Any]] = {
    "customary": {},
    "strict": {"strict": True},
    "tolerant": {"tolerances": frozenset(Tolerance)},
    "strict and tolerant": {"strict": True, "tolerances": frozenset(Tolerance)},
    "concurrent": {"concurrency": 4},
}


class Ear(logging.Handler):
    """Formats every record, as a real handler does, and keeps the complaints."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.WARNING:
            self.complaints.append(message)


@pytest.fixture
def ear() -> Iterator[Ear]:
    logger, ear = logging.getLogger("ocpp.fuzz"), Ear()
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    yield ear
    logger.removeHandler(ear)


def check_frame(text: str, version: str, *, strict: bool) -> list[Any]:
    """Return a frame that was sent, after checking that it is a good one."""
    text.encode()

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} was sent")

    frame: list[Any] = json.loads(text, parse_constant=refuse)
    kind, message_id = frame[:2]
    assert isinstance(message_id, str | int)
    assert not isinstance(message_id, bool)
    if isinstance(message_id, str):
        assert len(message_id) <= (36 if strict else 255)
    if kind in (4, 5):
        assert len(frame) == 5
        _, _, code, description, details = frame
        assert code in exceptions.ERRORS_BY_CODE
        assert isinstance(description, str)
        assert len(description) <= 255
        assert isinstance(details, dict)
        assert len(json.dumps(details, separators=(",", ":"), ensure_ascii=False).encode()) <= DETAILS_LIMIT
        assert kind == 4 or (version, strict) == ("2.1", True)
    else:
        assert kind == 3
        assert len(frame) == 3
        assert isinstance(frame[2], dict)
    return frame


async def try_message(charge_point: Any, theirs: LinkEnd, ear: Ear, version: str, message: Any) -> None:
    """Send one message while a call waits; see that it is answered or complained of, and that the station lives on."""
    call = asyncio.ensure_future(charge_point.request(MODULES[version].call.ClearCache()))
    try:
        request = await theirs.take()
        theirs.other.sent.clear()
        ear.complaints.clear()
        await theirs.send(message.replace("{id}", request[1]) if isinstance(message, str) else message)
        await settle()
        answers = [check_frame(text, version, strict=charge_point.strict) for text in theirs.other.sent]
        theirs.taken()
        assert len(answers) <= 1, answers
        if not answers and not call.done() and not charge_point.tolerances:
            assert ear.complaints or _is_good_send(message), "dropped in silence"
        assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER, "the station serves no more"
        if not call.done():
            await theirs.put([3, request[1], {"status": "Accepted"}])
            assert (await call).status == "Accepted"
        elif (error := call.exception()) is not None:
            assert isinstance(error, exceptions.OCPPError), "the caller cannot expect this"
            assert str(error)
    finally:
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)


def _is_good_send(message: Any) -> bool:
    try:
        return bool(json.loads(message)[0] == 6)
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return False


def station_under_fire(version: str, ours: LinkEnd, options: dict[str, Any]) -> Any:
    module = MODULES[version]
    handlers: dict[str, Any] = {
        "BootNotification": lambda **_: boot_answer(version),
        "DataTransfer": lambda **_: module.call_result.DataTransfer(status="Accepted"),
    }
    if version == "2.1":
        handlers["NotifyPeriodicEventStream"] = lambda **_: None
    return station(version, ours, handlers, logger=logging.getLogger("ocpp.fuzz"), **options)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", VERSIONS)
def test_corpus(version: str, mode: str, ear: Ear) -> None:
    messages = corpus()
    assert len(messages) > 3000

    async def scenario(name: str) -> None:
        ours, theirs = link()
        charge_point = station_under_fire(version, ours, MODES[mode])
        async with serving(charge_point):
            await try_message(charge_point, theirs, ear, version, messages[name])

    async def all_on_one_connection() -> None:
        ours, theirs = link()
        charge_point = station_under_fire(version, ours, MODES[mode])
        async with serving(charge_point):
            for name in messages:
                current[0] = name
                await try_message(charge_point, theirs, ear, version, messages[name])

    current = [""]
    failures: dict[str, str] = {}
    try:
        run(all_on_one_connection())
    except Exception:  # noqa: BLE001 - whatever it is, the test goes on to name the frame
        # Then one by one, to name them all.
        for name in messages:
            try:
                run(scenario(name))
            except Exception as error:  # noqa: BLE001 - as above
                failures[name] = f"{type(error).__name__}: {str(error)[:200]}"
        if not failures:
            failures[current[0]] = "only after all that came before"
    assert not failures, "\n".join(f"{name}: {failure}" for name, failure in failures.items())


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["reason", "chargingStation", "model", "customData", "vendorId", "data", "password"])
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
IDS = st.text(max_size=40) | st.integers() | st.just("{id}") | JSON_VALUES
NAMES = st.sampled_from(["Heartbeat", "BootNotification", "DataTransfer", "NotifyPeriodicEventStream", "GenericError"])
FRAMES = st.tuples(st.integers(1, 8), IDS, NAMES | JSON_VALUES, JSON_VALUES) | st.lists(JSON_VALUES, max_size=7)
MESSAGES = FRAMES.map(json.dumps) | FRAMES.map(lambda frame: json.dumps(frame).encode()) | st.text() | st.binary()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw a frame with some of its characters changed, doubled or lost."""
    text = json.dumps(draw(FRAMES), ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(1, 4))):
        position = draw(st.integers(0, len(text)))
        text = (
            text[:position]
            + draw(st.sampled_from(["", *'[]{}",:\\u0\x00 \ud800']))
            + text[position + draw(st.integers(0, 3)) :]
        )
    return text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_hypothesis_finds(version: str, mode: str, ear: Ear) -> None:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(MESSAGES | damaged(), min_size=1, max_size=5))
    def each(messages: list[Any]) -> None:
        async def scenario() -> None:
            ours, theirs = link()
            charge_point = station_under_fire(version, ours, MODES[mode])
            async with serving(charge_point):
                for message in messages:
                    await try_message(charge_point, theirs, ear, version, message)

        run(scenario())

    each()
