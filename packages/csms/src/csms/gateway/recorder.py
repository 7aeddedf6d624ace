"""What is noted of each message, beside the record: its frame, that its station is alive, and what it did wrong.

The methods of `Recorder` are called for each frame on the event loop, and note in memory only. What is noted is
written by a thread (`FrameLog`) and by jobs (`csms.jobs`).
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from csms.domain.violations import LONGEST_EXAMPLE, Violation
from csms.service import provisioning, violations
from csms.storage.engine import StorageError, Store
from csms.storage.frame_log import FrameLog
from ocpp import catalogue
from ocpp.hooks import Hooks
from ocpp.masking import mask
from ocpp.tolerance import Applied

SLICE = 500
"""How many stations one unit of work is about: others wait meanwhile."""
VIOLATIONS_LIMIT = 10_000
"""How many kinds of violations wait to be written at most; more are not counted."""

_Key = tuple[str, str, str]


class Recorder(Hooks):
    """Notes what goes over the links.

    Args:
        frames: where frames go; None if they are not recorded.
        now_s: the clock, in seconds since 1970.
    """

    def __init__(self, frames: FrameLog | None = None, now_s: Callable[[], float] = time.time) -> None:
        self._frames = frames
        self._now_s = now_s
        self._heard: dict[str, float] = {}
        self._violations: dict[_Key, Violation] = {}

    def frame_received(self, charge_point_id: str, frame: str | bytes) -> None:
        """Note a frame, and that the station is alive."""
        at_s = self._now_s()
        self._heard[charge_point_id] = at_s
        if self._frames is not None:
            self._frames.add((at_s, charge_point_id, True, frame))

    def frame_sent(self, charge_point_id: str, frame: str) -> None:
        """Note a frame."""
        if self._frames is not None:
            self._frames.add((self._now_s(), charge_point_id, False, frame))

    def tolerated(self, charge_point_id: str, action: str, applied: Sequence[Applied]) -> None:
        """Count what was repaired in a message."""
        at = datetime.fromtimestamp(self._now_s(), UTC)
        named = action if _is_known(action) else ""
        for repair in applied:
            found = Violation(
                rule=repair.tolerance.value,
                action=named,
                count=1,
                first_at=at,
                last_at=at,
                example=str(repair)[:LONGEST_EXAMPLE],
            )
            self._count((charge_point_id, found.rule, found.action), found)

    def _count(self, key: _Key, found: Violation) -> None:
        known = self._violations.get(key)
        if known is not None:
            self._violations[key] = known.and_later(found)
        elif len(self._violations) < VIOLATIONS_LIMIT:
            self._violations[key] = found

    async def write_heard(self, store: Store) -> None:
        """Write when stations were last heard of. Raises: StorageError; nothing is forgotten then."""
        heard, self._heard = self._heard, {}
        try:
            while heard:
                part = dict(islice(heard.items(), SLICE))
                seen_at = {identity: datetime.fromtimestamp(at_s, UTC) for identity, at_s in part.items()}
                await store.write(provisioning.seen, seen_at)
                for identity in part:
                    del heard[identity]
        except StorageError:
            self._heard = {**heard, **self._heard}
            raise

    async def write_violations(self, store: Store) -> None:
        """Write what was tolerated since the last time.

        Raises:
            StorageError: it is written the next time; what a lost connection has left in the dark is counted twice.
        """
        waiting, self._violations = self._violations, {}
        try:
            while waiting:
                part = dict(islice(waiting.items(), SLICE))
                await store.write(violations.record, [(key[0], found) for key, found in part.items()])
                for key in part:
                    del waiting[key]
        except StorageError:
            newer, self._violations = self._violations, waiting
            for key, found in newer.items():
                self._count(key, found)
            raise


def frame_mask(*, id_tokens: bool) -> Callable[[str | bytes], str]:
    """Return what makes a frame text without passwords and keys, and without id tokens if they are to be masked."""
    return partial(mask, id_tokens=id_tokens)


def _is_known(action: str) -> bool:
    """Tell whether an action is one of OCPP: stations can make up others without end."""
    return any(catalogue.find(version, action) is not None for version in catalogue.PACKAGES)
