"""Configuration keys (OCPP 1.6, 5.3, 5.8 and 9)."""

import itertools
import logging
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Raw

from csms.domain.remote_control import Answer, GetConfiguration, Outcome, SetConfiguration
from csms.domain.variables import Variable, VariableName
from csms.gateway.commanding import Commanding
from csms.gateway.masking import without_secrets
from csms.gateway.outcomes import answer_of, answer_of_error, together
from csms.gateway.v16.configuration_keys import STANDARD_KEYS
from csms.gateway.wire import to_json
from csms.service import variables as service
from csms.storage import variables as rows
from ocpp.exceptions import OCPPError
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import KeyValue

LOGGER = logging.getLogger("csms.gateway")

MAX_KEYS = "GetConfigurationMaxKeys"
SMALL_CHUNK = 5
"""How many keys are asked for at a time where nothing is known of the station (quirk 40)."""


class Configuration(Commanding):
    """Reads and changes configuration keys."""

    async def get_configuration(self, command: GetConfiguration, timeout_s: float) -> Answer:
        """Read configuration keys, all if none are named. Raises: as `request`."""
        told: list[KeyValue] = []
        unknown: list[str] = []
        for names in await self._chunks(command.names):
            answer = await self.request(call.GetConfiguration(key=names or None), timeout_s=timeout_s)
            told += answer.configuration_key or ()
            unknown += answer.unknown_key or ()
        await self._store(told)
        values = without_secrets({each.key: each.value for each in told})
        detail = f"Unknown: {', '.join(unknown)}" if unknown else None
        return Answer(Outcome.ACCEPTED, to_json({"values": values, "unknown": unknown}), detail)

    async def _chunks(self, names: Sequence[str]) -> list[list[str]]:
        """Return the names in pieces that the station takes; one empty piece for all of them."""
        if not names:
            return [[]]
        text = await self.central.store.read(rows.value, self.key.id, VariableName("", MAX_KEYS))
        size = int(text) if text and text.isdecimal() and int(text) > 0 else len(names)
        return _pieces(dict.fromkeys(names), size)

    async def set_configuration(self, command: SetConfiguration, timeout_s: float) -> Answer:
        """Change configuration keys, one after the other. Raises: LinkClosedError, StorageError."""
        answers: dict[str, Answer] = {}
        for key, value in command.values.items():
            request = call.ChangeConfiguration(key=key, value=value)
            try:
                result = await self.request(request, timeout_s=timeout_s)
            except OCPPError as error:
                answers[key] = answer_of_error(error)
            except TimeoutError as error:
                if isinstance(error, ConnectionError):
                    raise
                answers[key] = Answer(Outcome.TIMED_OUT, detail="There was no answer; what follows was not sent")
                break
            else:
                answers[key] = answer_of(msgspec.json.encode(result))
                if answers[key].outcome is Outcome.ACCEPTED:
                    await self._store([KeyValue(key=key, readonly=False, value=value)])
        told = {key: answer.detail or "Accepted" for key, answer in answers.items()}
        detail = "; ".join(f"{key}: {status}" for key, status in told.items())
        return Answer(together(list(answers.values())), to_json(told), detail)

    async def take_answer(self, action: str, answer: Raw) -> None:
        """Record the keys in the answer to a raw GetConfiguration."""
        if action != "GetConfiguration":
            return
        try:
            told = msgspec.json.decode(answer, type=call_result.GetConfiguration)
        except (ValueError, RecursionError):
            return  # it is shown as it is
        await self._store(told.configuration_key or ())

    async def read_variables(self, firmware: str | None) -> None:
        """Have all keys recorded: asked for at once, else in small pieces (quirk 40). Raises: TimeoutError."""
        now = self.now()
        try:
            told = (await self.request(call.GetConfiguration())).configuration_key or []
        except (OCPPError, TimeoutError) as error:
            if isinstance(error, ConnectionError):
                raise
            LOGGER.info("%s does not tell its whole configuration at once: %s", self.id, error)
            told = []
        if not told:
            told = await self._read_standard_keys()
        await self.write(service.store_all, _variables(told), firmware, now)

    async def _read_standard_keys(self) -> list[KeyValue]:
        first = (await self.request(call.GetConfiguration(key=[MAX_KEYS]))).configuration_key or []
        text = next((each.value for each in first if each.key == MAX_KEYS), None)
        size = min(int(text), 20) if text and text.isdecimal() and int(text) > 0 else SMALL_CHUNK
        told: dict[str, KeyValue] = {each.key: each for each in first}
        for names in _pieces(STANDARD_KEYS, size):
            try:
                answer = await self.request(call.GetConfiguration(key=names))
            except OCPPError as error:
                LOGGER.info("%s does not tell %s: %s", self.id, ", ".join(names), error)
                continue
            told |= {each.key: each for each in answer.configuration_key or ()}
        return list(told.values())

    async def _store(self, told: Iterable[KeyValue]) -> None:
        await self.write(service.store_variables, _variables(told), self.now())


def _variables(told: Iterable[KeyValue]) -> list[Variable]:
    return [
        Variable(
            VariableName("", each.key),
            without_secrets({each.key: each.value})[each.key],
            "ReadOnly" if each.readonly else "ReadWrite",
        )
        for each in told
    ]


def _pieces(names: Iterable[str], size: int) -> list[list[str]]:
    iterator = iter(names)
    return list(iter(lambda: list(itertools.islice(iterator, size)), []))
