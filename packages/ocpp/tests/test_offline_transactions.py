"""A transaction of OCPP 1.6 that nobody was told of while it went on, and restarts."""
# pyright: basic

import json
from pathlib import Path
from typing import Any

import pytest

from ocpp import v16
from ocpp.model import Request, Result
from ocpp.offline import FileStorage, OfflineQueue, QueuedMessage

from .memory_link import Frame, link, run, settle
from .offline_station import ACCEPTED, Log, Station, a_reading, a_start, a_stop, a_transfer, answer, delivering, refuse


class OfflineTransactions:
    """A station's memory of which of its transactions got which id, in a file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ids.json"
        self.ids: dict[str, int] = json.loads(self.path.read_text()) if self.path.exists() else {}

    def prepare(self, message: QueuedMessage) -> Request[Any]:
        payload = message.payload()
        if isinstance(payload, v16.call.MeterValues | v16.call.StopTransaction):
            payload.transaction_id = self.ids.get(message.reference or "", -1)
        return payload

    def on_delivered(self, message: QueuedMessage, result: Result) -> None:
        if isinstance(result, v16.call_result.StartTransaction):
            self.ids[message.reference or ""] = result.transaction_id
            self.path.write_text(json.dumps(self.ids))

    def queue(self, folder: Path, **settings_: Any) -> OfflineQueue:
        return OfflineQueue(
            FileStorage(folder / "queue"), prepare=self.prepare, on_delivered=self.on_delivered, **settings_
        )


STARTED = {"transactionId": 42, "idTagInfo": ACCEPTED}


@pytest.mark.parametrize("restart_after", range(4))
def test_a_transaction_that_went_on_offline_gets_its_id(tmp_path: Path, restart_after: int) -> None:
    """The program ends, and begins again, after so many of its four messages were answered."""

    async def scenario() -> None:
        queue = OfflineTransactions(tmp_path).queue(tmp_path)
        for payload in (a_start(), a_reading(1), a_reading(2), a_stop()):
            queue.put(payload, reference="first")
        queue.close()
        sent: list[Frame] = []
        for count in (restart_after, 4 - restart_after):
            queue = OfflineTransactions(tmp_path).queue(tmp_path)
            ours, theirs = link()
            async with delivering(queue, Station(ours)):
                for _ in range(count):
                    sent.append(await answer(theirs, {} if sent else STARTED))
                    await settle()
            queue.close()
        assert [request[2] for request in sent] == ["StartTransaction", "MeterValues", "MeterValues", "StopTransaction"]
        assert [request[3]["transactionId"] for request in sent[1:]] == [42, 42, 42]
        assert [request[3]["meterValue"][0]["sampledValue"][0]["value"] for request in sent[1:3]] == ["1", "2"]
        assert queue.is_empty

    run(scenario())


def test_a_transaction_whose_start_was_never_accepted_has_the_id_of_errata_3_18(tmp_path: Path) -> None:
    async def scenario() -> None:
        queue = OfflineTransactions(tmp_path).queue(tmp_path, attempts=2, interval_s=1)
        for payload in (a_start(), a_reading(1), a_stop()):
            queue.put(payload, reference="first")
        ours, theirs = link()
        async with delivering(queue, Station(ours)):
            await refuse(theirs)
            await refuse(theirs)
            for _ in range(2):
                assert (await answer(theirs, {}))[3]["transactionId"] == -1
            await queue.drained()
        queue.close()

    run(scenario())


def test_failed_attempts_are_remembered_over_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        log = Log()
        for attempt in (1, 2, 3):
            with FileStorage(tmp_path / "queue") as storage:
                queue = OfflineQueue(storage, attempts=3, on_dropped=log.on_dropped)
                if attempt == 1:
                    queue.put(a_transfer(1))
                assert [message.attempts for message in queue] == [attempt - 1]
                ours, theirs = link()
                async with delivering(queue, Station(ours)):
                    await refuse(theirs)
                    await settle()
        assert [number for number, _ in log.dropped] == [1]
        with FileStorage(tmp_path / "queue") as storage:
            assert OfflineQueue(storage).is_empty

    run(scenario())
