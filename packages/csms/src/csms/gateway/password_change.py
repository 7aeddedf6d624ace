"""Giving a station another password (A01; OCPP 1.6 security whitepaper, 4.2)."""

import asyncio
from abc import abstractmethod
from functools import cached_property
from typing import ClassVar

import msgspec

from csms.domain.remote_control import Answer, Outcome, SetConfiguration, SetPassword
from csms.gateway.commanding import Commanding
from csms.service import password_change
from csms.service.passwords import hash_station_password, random_station_password

_REFUSED = {Outcome.REJECTED, Outcome.NOT_SUPPORTED}


class PasswordChange(Commanding):
    """Changes passwords: here, and in the station."""

    password_setting: ClassVar[str]
    """The configuration key (1.6) or variable (2.x) that holds the password."""

    @cached_property
    def _password_turn(self) -> asyncio.Lock:
        """Is held by who changes the password: one after the other."""
        return asyncio.Lock()

    async def set_password(self, command: SetPassword, timeout_s: float) -> Answer:
        """Give the station another password. Raises: as `request`.

        What was good before stays so until the station has taken the new one. While it is not known whether it has -
        no answer, an error, a restart that it waits for - both are good, until the station shows the new one.
        """
        is_random = command.password is None
        password = random_station_password() if command.password is None else self.password_text(command.password)
        async with self._password_turn:
            password_hash = await asyncio.to_thread(hash_station_password, password.encode(), is_random=is_random)
            await self.write(password_change.offer, password_hash)
            answer = await self.set_configuration(SetConfiguration(values={self.password_setting: password}), timeout_s)
            if _status(answer) == "Accepted":
                await self.write(password_change.complete, password_hash, self.now())
            elif answer.outcome in _REFUSED:
                await self.write(password_change.withdraw, password_hash)
            return answer

    @abstractmethod
    def password_text(self, password: str) -> str:
        """Return a password as it is written there. Raises: ValueError: it cannot be one of this version."""


def _status(answer: Answer) -> str | None:
    """Return what the station has said of the only thing that was to be set."""
    told = msgspec.json.decode(answer.answer or "{}", type=dict[str, str])
    return next(iter(told.values()), None)
