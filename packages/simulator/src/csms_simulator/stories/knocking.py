"""Trying whether a central system lets somebody in, beside the station of the story."""

from websockets.exceptions import InvalidHandshake

from csms_simulator.clock import Clock
from csms_simulator.stories.story import Knock
from csms_simulator.stories.target import Target
from csms_simulator.stories.waiting import in_time
from csms_simulator.stories.wire import StepFailedError
from ocpp.client import Link, connect
from ocpp.websocket.joining import authorization, reason_of

LET_IN_S = 2.0
"""A link that is closed sooner was not let in: some refuse so (OCPP-J 1.6, 3.2; 2.0.1 Part 4, 3.3)."""


async def knock(step: Knock, target: Target, version: str, clock: Clock) -> None:
    """Connect once. Raises: StepFailedError if the outcome is not the one of the story."""
    is_wanted = step.knock == "accepted"
    expected = "to be let in" if is_wanted else "not to be let in"
    headers: dict[str, str] = {}
    if step.password is not None:
        headers["Authorization"] = authorization(step.username or target.station, step.password)
    versions = step.versions or (version,)
    try:
        link = await connect(target.url, target.station, versions, headers=headers, ssl=target.ssl)
    except InvalidHandshake as error:
        if is_wanted:
            raise StepFailedError(expected, f"the answer was {reason_of(error)}") from None
        return
    except (OSError, TimeoutError) as error:
        raise StepFailedError("an answer to the handshake", f"there was none: {reason_of(error)}") from None
    try:
        is_in = await _stays_open(link, clock)
        if is_in != is_wanted:
            raise StepFailedError(expected, "the link was opened" if is_in else "the link was closed at once")
        chosen = (link.subprotocol or "").removeprefix("ocpp")
        if step.chosen is not None and chosen != step.chosen:
            raise StepFailedError(f"the version {step.chosen} to be chosen", f"it was {chosen or 'none'}")
    finally:
        await link.close()


async def _stays_open(link: Link, clock: Clock) -> bool:
    try:
        await in_time(clock, LET_IN_S, link.wait_closed())
    except TimeoutError:
        return True
    return False
