"""Answers that take long to find, and that many ask for at the same time: found once, and told to all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Answers of the last moments.

    Args:
        now: the clock.
        max_age: how old an answer may be that is told again.
    """

    def __init__(self, now: Callable[[], datetime], max_age: timedelta) -> None:
        self._now = now
        self._max_age = max_age
        self._answers: dict[Hashable, tuple[datetime, asyncio.Future[T]]] = {}

    async def get(self, question: Hashable, find: Callable[[], Awaitable[T]]) -> T:
        """Return the answer to a question; it is looked for if nobody has asked lately. Raises: as `find` does.

        Args:
            question: what two who ask the same have in common.
            find: finds the answer.
        """
        now = self._now()
        self._answers = {key: kept for key, kept in self._answers.items() if kept[0] > now - self._max_age}
        if question not in self._answers:
            self._answers[question] = now, asyncio.ensure_future(find())
        answer = self._answers[question][1]
        try:
            # Who goes away does not take the answer with him from the others.
            return await asyncio.shield(answer)
        except Exception:
            self._answers.pop(question, None)
            raise
