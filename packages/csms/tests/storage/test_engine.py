"""The writer that commits in groups: who waits, who fails, what is published, and what is written."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError, IntegrityError

from csms.domain.events import Event
from csms.storage.engine import StorageError, Store, Tx
from csms.storage.putting_off import Many, places
from csms.storage.schema import station, user
from csms.storage.statements import Statement
from packages.csms.tests.storage.units import (
    NOW,
    Gate,
    WrongError,
    add,
    add_and_fail,
    add_by_hand,
    names,
    together,
    waiting,
)


async def test_a_unit_is_written_and_its_value_returned(store: Store) -> None:
    assert await store.write(add, "one") == "one is added"
    assert await store.read(names) == ["one"]


async def test_units_that_wait_are_committed_together(store: Store) -> None:
    await together(store, *(lambda name=name: store.write(add, name) for name in "abcdef"))
    assert await store.read(names) == list("abcdef")
    assert store.commits == 2  # the gate's and theirs


async def test_a_unit_that_fails_does_not_take_its_group_with_it(store: Store, published: list[Event]) -> None:
    results = await together(
        store,
        lambda: store.write(add, "a"),
        lambda: store.write(add_and_fail, "b"),
        lambda: store.write(add, "c"),
        lambda: store.write(add, "d"),
    )
    assert [str(result) for result in results] == ["a is added", "b", "c is added", "d is added"]
    assert isinstance(results[1], WrongError)
    assert await store.read(names) == ["a", "c", "d"]
    assert [event.station for event in published] == ["a", "c", "d"]


async def test_only_units_that_fail_cost_a_transaction_of_their_own(store: Store) -> None:
    units = [lambda name=f"{n:02}": store.write(add_and_fail if name == "17" else add, name) for n in range(50)]
    await together(store, *units)
    assert len(await store.read(names)) == 49
    assert store.commits == 3  # the gate's, what was before and what was after


async def test_units_of_a_station_keep_their_order(store: Store) -> None:
    units = [
        lambda n=n, at=at: store.write_for(at, add_and_fail if n == 3 else add, f"{at}{n}")
        for n in range(6)
        for at in ("x", "a")
    ]
    await together(store, *units)
    rows = await store.read(names)
    assert [row for row in rows if row[0] == "x"] == ["x0", "x1", "x2", "x4", "x5"]
    assert rows[:5] == ["a0", "a1", "a2", "a4", "a5"]


async def test_rows_that_break_a_constraint_are_the_fault_of_their_unit(store: Store) -> None:
    await store.write(add, "a")
    results = await together(
        store,
        lambda: store.write(add, "b"),
        lambda: store.write(add, "a"),
        lambda: store.write(add, "c"),
        lambda: store.write(add_by_hand, "a"),
        lambda: store.write(add, "d"),
    )
    assert isinstance(results[1], IntegrityError)
    assert type(results[3]).__name__ in {"IntegrityError", "UniqueViolation"}  # the driver's own
    assert await store.read(names) == ["a", "b", "c", "d"]


async def test_a_group_that_is_rolled_back_leaves_no_row(store: Store) -> None:
    def add_and_break(tx: Tx) -> None:
        for name in ("x", "y"):
            add(tx, name)
            add_by_hand(tx, name + name)
        raise WrongError

    with pytest.raises(WrongError):
        await store.write(add_and_break)
    assert await store.read(names) == []


async def test_a_unit_that_hides_an_error_of_the_database_is_not_acknowledged(store: Store, backend: str) -> None:
    await store.write(add, "a")

    def hide(tx: Tx) -> None:
        add(tx, "b")
        try:
            add(tx, "a")
        except IntegrityError:
            if backend == "sqlite":  # there it takes another kind of error
                tx.connection.exec_driver_sql("ROLLBACK")

    results = await together(store, lambda: store.write(hide), lambda: store.write(add, "c"))
    assert "hidden an error" in str(results[0])
    assert await store.read(names) == ["a", "c"]


@pytest.mark.parametrize("error", [StopIteration, asyncio.CancelledError, SystemExit])
async def test_an_exception_that_no_future_can_hold_reaches_the_caller(
    store: Store, error: type[BaseException]
) -> None:
    def fail(_: object) -> None:
        raise error("so it is")

    with pytest.raises(RuntimeError, match="so it is"):
        await asyncio.wait_for(store.write(fail), 30)
    if error is StopIteration:
        with pytest.raises(RuntimeError, match="so it is"):
            await asyncio.wait_for(store.read(fail), 30)
    await store.write(add, "the writer goes on")


async def test_who_waits_goes_on_after_the_commit_and_after_the_events(store: Store, published: list[Event]) -> None:
    await store.write(add, "a")
    assert [event.station for event in published] == ["a"]
    other = Store(store.url.render_as_string(hide_password=False))
    try:
        assert await other.read(names) == ["a"]
    finally:
        await other.close()


async def test_a_listener_that_fails_keeps_nobody_waiting(database_url: str) -> None:
    def publish(_: Sequence[Event]) -> None:
        raise WrongError("a listener")

    raised: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: raised.append(context["exception"]))
    store = Store(database_url, publish=publish)
    try:
        assert await asyncio.wait_for(store.write(add, "a"), 30) == "a is added"
    finally:
        await store.close()
    assert [str(error) for error in raised] == ["a listener"]


async def test_durable_events_are_kept_in_the_transaction_of_their_unit(database_url: str) -> None:
    def keep(connection: sa.Connection, told: Sequence[Event]) -> Sequence[Event]:
        for event in told:
            add_by_hand(Tx(connection), f"kept {event.station}")
        return told

    store = Store(database_url, keep=keep)
    try:
        await store.write(add, "a")
        with pytest.raises(WrongError):
            await store.write(add_and_fail, "b")
        assert await store.read(names) == ["a", "kept a"]
    finally:
        await store.close()


async def test_what_is_published_of_each_unit_is_as_it_was_kept(database_url: str) -> None:
    def keep(_: sa.Connection, told: Sequence[Event]) -> Sequence[Event]:
        return [replace(event, station=f"kept {event.station}") for event in told]

    published: list[Event] = []
    store = Store(database_url, publish=published.extend, keep=keep)
    try:
        await together(store, *(lambda name=name: store.write(add, name) for name in "ab"))
        assert [event.station for event in published] == ["kept a", "kept b"]
    finally:
        await store.close()


async def test_a_caller_that_has_gone_does_no_harm(store: Store, published: list[Event]) -> None:
    async with Gate(store):
        gone = asyncio.ensure_future(store.write(add, "a"))
        stays = asyncio.ensure_future(store.write(add, "b"))
        await waiting(store, 2)
        gone.cancel()
    assert await stays == "b is added"
    assert gone.cancelled()
    assert await store.read(names) == ["a", "b"]
    assert [event.station for event in published] == ["a", "b"]


async def test_close_writes_what_waits(database_url: str) -> None:
    store = Store(database_url)
    async with Gate(store):
        units = [asyncio.ensure_future(store.write(add, name)) for name in "abc"]
        await waiting(store, 3)
        closing = asyncio.ensure_future(store.close())
        await asyncio.sleep(0)
    await closing
    assert [await each for each in units] == ["a is added", "b is added", "c is added"]
    with pytest.raises(StorageError, match="closed"):
        await store.write(add, "d")
    with pytest.raises(StorageError, match="closed"):
        await store.read(names)
    await store.close()


async def test_too_much_that_waits_is_refused(database_url: str) -> None:
    store = Store(database_url, queue_limit=2)
    try:
        async with Gate(store):
            units = [asyncio.ensure_future(store.write(add, name)) for name in "ab"]
            await waiting(store, 2)
            with pytest.raises(StorageError, match="More than 2 changes wait"):
                await store.write(add, "c")
        assert [await each for each in units] == ["a is added", "b is added"]
    finally:
        await store.close()


async def test_a_query_sees_one_state_and_cannot_write(store: Store) -> None:
    def look_twice(connection: sa.Connection) -> list[list[str]]:
        before = names(connection)
        asyncio.run_coroutine_threadsafe(store.write(add, "a"), loop).result()
        return [before, names(connection)]

    loop = asyncio.get_running_loop()
    assert await store.read(look_twice) == [[], []]
    with pytest.raises(StorageError, match=r"readonly|read-only"):
        await store.read(lambda connection: add(Tx(connection), "b"))
    assert await store.read(names) == ["a"]


async def test_a_wrong_statement_is_not_the_fault_of_the_database(store: Store) -> None:
    def ask(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SELECT 1 FROM nowhere")

    for told in (store.write(lambda tx: ask(tx.connection)), store.read(ask)):
        with pytest.raises(DBAPIError, match="nowhere"):
            await told


async def test_an_error_does_not_tell_secrets(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def add_twice(tx: Tx) -> None:
        for _ in range(2):
            tx.connection.execute(sa.insert(user).values(name="a", password_hash="secret-hash", created_at=NOW))

    with pytest.raises(IntegrityError) as raised:
        await store.write(add_twice)
    assert "secret-hash" not in str(raised.value)
    assert "secret-hash" not in caplog.text


@pytest.fixture
async def twin(database_url: str) -> AsyncIterator[Store]:
    """Another store on the same database."""
    opened = Store(database_url)
    try:
        yield opened
    finally:
        await opened.close()


async def test_two_processes_share_a_database(store: Store, twin: Store) -> None:
    writes = [each.write(add, f"{number}") for number, each in enumerate([store, twin] * 20)]
    await asyncio.gather(*writes)
    assert sorted(await twin.read(names)) == sorted(str(number) for number in range(40))


actions = st.lists(
    st.tuples(
        st.sampled_from("pqr"),  # the station
        st.sampled_from(["add", "change", "remove", "put off", "put off and fail", "fail", "break a constraint"]),
        st.integers(0, 4),
        st.booleans(),  # whether it is the last of its group
    ),
    max_size=25,
)


def act(tx: Tx, at: str, kind: str, number: int) -> None:
    """One of the things that stations make the server do; each has a row of its own per station."""
    identity = f"{at}{number}"
    if kind.startswith("put off"):
        # It has to be seen by whoever comes behind, and what is remembered of it has to be true.
        count = tx.memory.get(at, 0) or len(tx.connection.execute(named(f"{at} put off")).all())
        row = (f"{at} put off {count}", "held", NOW)
        tx.put_off(ADD_STATIONS, object(), row)
        tx.memory[at] = count + 1
        if kind == "put off and fail":
            raise WrongError
        return
    row = sa.select(station.c.note).where(station.c.identity == identity)
    before = tx.connection.execute(row).scalar()
    if kind == "remove":
        tx.connection.execute(sa.delete(station).where(station.c.identity == identity))
    elif before is None or kind == "break a constraint":
        tx.connection.execute(sa.insert(station).values(identity=identity, admission="held", created_at=NOW))
    else:
        tx.connection.execute(sa.update(station).where(station.c.identity == identity).values(note=f"{before}{number}"))
    if kind == "fail":
        raise WrongError


ADD_STATION = Statement(sa.insert(station), ("identity", "admission", "created_at"))
ADD_STATIONS = Many(
    lambda _: ADD_STATION,
    lambda count: f"INSERT INTO station (identity, admission, created_at) VALUES {places(3, count)}",
)


def named(begin: str) -> sa.Select[tuple[int]]:
    return sa.select(station.c.id).where(station.c.identity.startswith(begin))


def state(connection: sa.Connection) -> list[tuple[str, str]]:
    """What the actions have left."""
    query = sa.select(station.c.identity, station.c.note).order_by(station.c.identity)
    return [(row.identity, row.note) for row in connection.execute(query)]


@given(told=actions)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_leave_the_same_rows_as_one_after_the_other(
    database_url: str, told: list[tuple[str, str, int, bool]]
) -> None:
    async def tell(*, in_groups: bool) -> list[tuple[str, str]]:
        store = Store(database_url)
        try:
            await store.write(lambda tx: tx.connection.execute(sa.delete(station)) and None)
            group: list[Callable[[], Awaitable[object]]] = []
            for at, kind, number, is_last in told:
                group.append(lambda at=at, kind=kind, number=number: store.write_for(at, act, at, kind, number))
                if is_last or not in_groups:
                    await together(store, *group)
                    group = []
            await together(store, *group)
            return await store.read(state)
        finally:
            await store.close()

    assert asyncio.run(tell(in_groups=True)) == asyncio.run(tell(in_groups=False))


async def test_a_text_may_hold_any_character(store: Store, backend: str) -> None:
    text = "".join(map(chr, range(0x180))) + "\N{ELECTRIC PLUG}\ufffe"
    for unit in (add, add_by_hand):
        await store.write(unit, f"{unit.__name__} {text}")
    shown = text.replace("\0", "\N{SYMBOL FOR NULL}") if backend == "postgresql" else text
    assert await store.read(names) == [f"add {shown}", f"add_by_hand {shown}"]


async def test_a_text_that_is_too_long_for_an_index_is_not_the_fault_of_the_database(
    store: Store, backend: str
) -> None:
    long = "".join(random.Random(0).choices("0123456789abcdef", k=50_000))
    if backend == "sqlite":  # takes it
        await store.write(add, long)
    else:
        with pytest.raises(DBAPIError, match="index row"):
            await store.write(add, long)
