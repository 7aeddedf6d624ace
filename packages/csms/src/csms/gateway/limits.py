"""Limits as charging profiles, from the kind of profile that says it best down to those that more stations take."""

from abc import abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec

from csms.domain.remote_control import Answer, ClearLimit, Limit, Outcome, SetLimit
from csms.domain.transactions import Transaction
from csms.gateway.commanding import Commanding
from csms.gateway.outcomes import together
from csms.gateway.wire import to_json
from csms.service import commands
from csms.storage.commands import LimitRecord, limits
from ocpp.model import Request

STACK_LEVEL = 0
"""The one that all stations have (quirk 39); profiles that others have set above it go first."""


class Purpose(StrEnum):
    """What a charging profile is for."""

    STATION_MAX = "station_max"
    DEFAULT = "default"
    TRANSACTION = "transaction"


class Profile(msgspec.Struct, frozen=True):
    """A charging profile that says a limit.

    Args:
        id: the same for each limit of its EVSE and purpose, so that a new one replaces the last.
        purpose: what it is for.
        evse: 0 is the station.
        limit: what it says.
        transaction: that it is about, with that purpose.
    """

    id: int
    purpose: Purpose
    evse: int
    limit: Limit
    transaction: Transaction | None = None


class Limits(Commanding):
    """Sets and clears limits."""

    async def set_limit(self, command: SetLimit, timeout_s: float) -> Answer:
        """Limit a station or an EVSE (K01; OCPP 1.6, 5.16).

        The station: by its maximum, else by its default, else by each running transaction; what it took last comes
        first. An EVSE: by its default, and by its running transaction, for which some stations ignore the default.

        Raises: TimeoutError, LinkClosedError, StorageError.
        """
        evse = command.evse or 0
        known = await self._known(evse)
        answers: list[Answer] = []
        told: dict[str, str] = {}
        for purpose in _rungs(evse, known):
            for transaction in await self._transactions(purpose, evse):
                place = evse if transaction is None or transaction.evse is None else transaction.evse
                profile = await self._profile(purpose, place, command.limit, transaction)
                answer = await self.try_to_ask(self.profile_request(profile), timeout_s)
                answers.append(answer)
                told[_title(profile)] = _status(answer)
                if answer.outcome is Outcome.ACCEPTED:
                    await self._remember(profile)
            # Of the station one is enough; at an EVSE both count.
            if evse == 0 and answers and answers[-1].outcome is Outcome.ACCEPTED:
                break
        accepted = any(answer.outcome is Outcome.ACCEPTED for answer in answers)
        return _summary(Outcome.ACCEPTED if accepted else together(answers), told)

    async def clear_limit(self, command: ClearLimit, timeout_s: float) -> Answer:
        """Take a limit back: by the profiles that we know of, else by what they are for.

        Raises: TimeoutError, LinkClosedError, StorageError.
        """
        evse = command.evse or 0
        known = await self._known(evse)
        if evse == 0:
            # Profiles of transactions that stood in for one of the station are at their EVSEs.
            known = [*known, *await self._known_transactions()]
        requests = {f"profile {each.profile_id}": self.clear_request(each.profile_id) for each in known}
        if not requests:
            purposes = [Purpose.STATION_MAX, Purpose.DEFAULT] if evse == 0 else [Purpose.DEFAULT]
            requests = {str(purpose): self.clear_purpose_request(purpose, evse) for purpose in purposes}
        answers: list[Answer] = []
        told: dict[str, str] = {}
        for title, request in requests.items():
            answer = await self.try_to_ask(request, timeout_s)
            told[title] = _status(answer)
            # What is not there is gone.
            is_gone = answer.outcome is Outcome.ACCEPTED or told[title].startswith("Unknown")
            answers.append(Answer(Outcome.ACCEPTED) if is_gone else answer)
        gone = [each for each, answer in zip(known, answers, strict=False) if answer.outcome is Outcome.ACCEPTED]
        if gone:
            await self.write(commands.forget_limits, gone)
        return _summary(together(answers), told)

    async def _known(self, evse: int) -> list[LimitRecord]:
        return await self.central.store.read(limits, self.key.id, evse)

    async def _known_transactions(self) -> list[LimitRecord]:
        open_now = await self.open_transactions()
        found: list[LimitRecord] = []
        for evse in sorted({each.evse for each in open_now if each.evse}):
            found += [each for each in await self._known(evse) if each.purpose == Purpose.TRANSACTION]
        return found

    async def _transactions(self, purpose: Purpose, evse: int) -> Sequence[Transaction | None]:
        """Return what a purpose is about: None is no transaction."""
        if purpose is not Purpose.TRANSACTION:
            return (None,)
        return [each for each in await self.open_transactions(evse or None) if each.evse]

    async def _profile(self, purpose: Purpose, evse: int, limit: Limit, transaction: Transaction | None) -> Profile:
        if transaction is not None and transaction.remote_start_id is not None:
            # So it may have been begun with a profile, which has this number and which another would not replace.
            return Profile(transaction.remote_start_id, purpose, evse, limit, transaction)
        known = next((each for each in await self._known(evse) if each.purpose == purpose), None)
        number = await self.write(commands.next_number) if known is None else known.profile_id
        return Profile(number, purpose, evse, limit, transaction)

    async def _remember(self, profile: Profile) -> None:
        number = None if profile.transaction is None else profile.transaction.id
        record = LimitRecord(profile.evse, profile.purpose.value, profile.id, number)
        await self.write(commands.remember_limit, record, self.now())

    # What a version says

    @abstractmethod
    def profile_request(self, profile: Profile) -> Request[Any]:
        """Return the request that installs a profile."""

    @abstractmethod
    def clear_request(self, profile_id: int) -> Request[Any]:
        """Return the request that removes a profile."""

    @abstractmethod
    def clear_purpose_request(self, purpose: Purpose, evse: int) -> Request[Any]:
        """Return the request that removes profiles of our stack level by what they are for."""


def _rungs(evse: int, known: Sequence[LimitRecord]) -> list[Purpose]:
    if evse:
        return [Purpose.DEFAULT, Purpose.TRANSACTION]
    rungs = [Purpose.STATION_MAX, Purpose.DEFAULT, Purpose.TRANSACTION]
    taken = {each.purpose for each in known}
    return sorted(rungs, key=lambda purpose: purpose.value not in taken)


def _title(profile: Profile) -> str:
    if profile.transaction is not None:
        return f"transaction {profile.transaction.id}"
    return str(profile.purpose)


def _status(answer: Answer) -> str:
    return answer.detail or "Accepted"


def _summary(outcome: Outcome, told: dict[str, str]) -> Answer:
    detail = "; ".join(f"{title}: {status}" for title, status in told.items())
    return Answer(outcome, to_json(told), detail)


def tenths(amount: float) -> float:
    """Return an amount in tenths, as 1.6 and 2.0.1 have them; rounded down, so that the limit holds."""
    # 0.1 is a little more than a tenth: 16.1 must not become 16.0.
    return int(amount * 10 + 1e-6) / 10
