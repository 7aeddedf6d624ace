"""The ids of transactions."""

from csms_simulator.dialects.v16.transaction_ids import TransactionIds
from packages.simulator.tests.dialects.v16.bench import online


def test_ids_and_references_lead_to_each_other() -> None:
    ids = TransactionIds()
    ids.learn("a", 7)
    ids.learn("b", 8)
    assert (ids.id_of("a"), ids.reference_of(8)) == (7, "b")
    ids.forget("a")
    assert (ids.id_of("a"), ids.reference_of(7)) == (-1, None)


def test_of_transactions_with_the_same_id_the_latest_is_meant() -> None:
    ids = TransactionIds()
    ids.learn("a", 0)
    ids.learn("b", 0)
    assert ids.reference_of(0) == "b"


async def test_an_id_is_forgotten_with_the_end_of_its_transaction() -> None:
    async with online() as bench:
        await bench.charge()
        assert bench.dialect.transaction_ids.id_of("tx-1") == 1
        await bench.swipe()
        assert bench.dialect.transaction_ids.id_of("tx-1") == -1


async def test_an_id_is_forgotten_when_the_end_of_its_transaction_is_given_up() -> None:
    async with online() as bench:
        await bench.charge()
        await bench.lose_link()
        await bench.swipe()
        [stop] = bench.outbox.queue
        bench.dialect.dropped(stop, TimeoutError())
        assert bench.dialect.transaction_ids.id_of("tx-1") == -1
