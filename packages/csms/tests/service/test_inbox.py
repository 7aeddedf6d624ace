from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from csms.domain.events import Event, InboxChanged, StationChanged, StationConnected
from csms.domain.inbox import Cause, Knock, knock
from csms.domain.stations import Admission, StationKey
from csms.service import inbox, provisioning, sites
from csms.service.inbox import Attempts, InboxError
from csms.service.stations import UnknownSiteError
from csms.storage import knocks, stations
from csms.storage.engine import Store, Tx
from csms.storage.knocks import KnockRecord
from csms.storage.stations import StationRecord

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def attempt(identity: str = "CP1", cause: Cause = Cause.UNKNOWN, at: datetime = NOW, peer: str = "192.0.2.1") -> Knock:
    facts = {"reason": "because", "wanted": 1, "name": "CP2", "limit": 1000, "wait_s": 1}
    return knock(cause, identity, peer, at, facts, path=f"/ocpp/{identity}", offered="ocpp1.6")


async def record(store: Store, *attempts: Knock) -> None:
    await store.write(inbox.record, [Attempts(each, 1, each.at) for each in attempts])


async def entries(store: Store) -> list[KnockRecord]:
    return await store.read(knocks.newest, 100)


async def known(store: Store, identity: str = "CP1") -> StationRecord | None:
    return await store.read(stations.find, identity)


def adding(identity: str = "CP1", admission: Admission = Admission.ACCEPTED, **values: Any) -> Callable[[Tx], Any]:
    def unit(tx: Tx) -> StationRecord:
        return stations.insert(tx.connection, identity, admission.value, NOW, **values)

    return unit


async def test_an_attempt_is_kept_as_it_was(store: Store):
    await record(store, attempt())

    (entry,) = await entries(store)
    assert (entry.identity, entry.origin, entry.cause, entry.status) == ("CP1", "", "unknown", 404)
    assert (entry.remote_address, entry.path, entry.offered) == ("192.0.2.1", "/ocpp/CP1", "ocpp1.6")
    assert (entry.count, entry.first_at, entry.last_at) == (1, NOW, NOW)
    assert "CP1" in entry.text
    assert entry.remedy.endswith("csms station accept CP1")


async def test_the_same_cause_again_is_counted_and_the_latest_is_shown(store: Store):
    await record(store, attempt())
    later = attempt(at=NOW + SECOND, peer="192.0.2.2")
    await store.write(inbox.record, [Attempts(later, 5, NOW)])

    (entry,) = await entries(store)
    assert (entry.count, entry.first_at, entry.last_at) == (6, NOW, NOW + SECOND)
    assert entry.remote_address == "192.0.2.2"


async def test_another_cause_is_another_entry(store: Store):
    await record(store, attempt(), attempt(cause=Cause.PASSWORD_WRONG), attempt("CP2"))

    assert {(entry.identity, entry.cause) for entry in await entries(store)} == {
        ("CP1", "unknown"),
        ("CP1", "password_wrong"),
        ("CP2", "unknown"),
    }


async def test_attempts_that_name_nobody_are_told_apart_by_their_address(store: Store):
    failed = [attempt("", Cause.TLS_FAILED, peer=peer) for peer in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]
    await record(store, *failed)

    assert {(entry.origin, entry.count) for entry in await entries(store)} == {("192.0.2.1", 2), ("192.0.2.2", 1)}


async def test_the_inbox_is_bounded_and_the_oldest_go(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "MOST_KNOCKS", 3)
    for number in range(5):
        await record(store, attempt(f"CP{number}", at=NOW + number * SECOND))
    await record(store, attempt("CP3", at=NOW + 9 * SECOND))

    assert [entry.identity for entry in await entries(store)] == ["CP3", "CP4", "CP2"]


async def test_who_knocks_is_told_with_how_many_entries_there_are(store: Store, published: list[Event]):
    await record(store, attempt(), attempt("CP2", Cause.REJECTED))

    assert published == [
        InboxChanged(station="CP1", at=NOW, cause="unknown", entries=2),
        InboxChanged(station="CP2", at=NOW, cause="rejected", entries=2),
    ]


async def test_a_station_is_put_at_a_site_when_it_is_accepted(store: Store, published: list[Event]):
    site = await store.write(sites.add, "Depot", "", "UTC", NOW)
    await record(store, attempt())
    number = (await entries(store))[0].id

    with pytest.raises(UnknownSiteError):
        await store.write(inbox.accept, number, NOW, site=site.id + 1)
    accepted = await store.write(inbox.accept, number, NOW, site=site.id)

    assert accepted.site_id == site.id
    assert StationChanged(station="CP1", at=NOW, admission="accepted", site=site.id) in published


async def test_pages_follow_each_other_without_gap_and_double(store: Store):
    await record(store, *(attempt(f"CP{number}", at=NOW + number // 2 * SECOND) for number in range(7)))
    seen: list[str] = []
    before = None
    while page := await store.read(knocks.newest, 3, before):
        seen += [entry.identity for entry in page]
        before = page[-1].last_at, page[-1].id

    assert seen == [f"CP{number}" for number in reversed(range(7))]


async def test_the_inbox_can_be_searched(store: Store):
    await record(store, attempt(), attempt("CP2"), attempt("CP2", Cause.REJECTED))

    assert len(await store.read(knocks.newest, 9, None, "CP2")) == 2
    assert len(await store.read(knocks.newest, 9, None, None, Cause.UNKNOWN)) == 2
    assert len(await store.read(knocks.newest, 9, None, "CP2", Cause.REJECTED)) == 1


async def test_accepting_makes_a_stranger_known(store: Store, published: list[Event]):
    await record(store, attempt(), attempt(cause=Cause.TOO_MANY_WAIT), attempt("CP2"))
    entry = (await store.read(knocks.newest, 1, None, "CP1"))[0]

    accepted = await store.write(inbox.accept, entry.id, NOW, note="at the gate", time_zone="Europe/Berlin")

    assert await known(store) == accepted
    assert (accepted.admission, accepted.note, accepted.time_zone) == ("accepted", "at the gate", "Europe/Berlin")
    assert [entry.identity for entry in await entries(store)] == ["CP2"]
    assert StationChanged(station="CP1", at=NOW, admission="accepted", site=None) in published
    assert InboxChanged(station="CP1", at=NOW, settled="accepted", entries=1) in published


@pytest.mark.parametrize("admission", [Admission.HELD, Admission.REJECTED])
async def test_accepting_changes_who_waits_or_was_rejected(store: Store, admission: Admission):
    await store.write(adding(admission=admission, note="old", security_profile=1, password_hash="x"))
    await record(store, attempt())

    accepted = await store.write(inbox.accept, (await entries(store))[0].id, NOW)

    assert (accepted.admission, accepted.note, accepted.security_profile) == ("accepted", "old", 1)


async def test_a_profile_with_passwords_is_not_taken_without_one(store: Store):
    await record(store, attempt())
    number = (await entries(store))[0].id

    with pytest.raises(InboxError, match="wants a password"):
        await store.write(inbox.accept, number, NOW, security_profile=2)
    assert await known(store) is None

    accepted = await store.write(inbox.accept, number, NOW, security_profile=2, password_hash="x")
    assert (accepted.security_profile, accepted.password_hash) == (2, "x")


async def test_a_stranger_can_be_rejected_for_good(store: Store, published: list[Event]):
    await record(store, attempt())

    await store.write(inbox.reject, (await entries(store))[0].id, NOW)

    station = await known(store)
    assert station is not None
    assert station.admission == "rejected"
    assert await entries(store) == []
    assert StationChanged(station="CP1", at=NOW, admission="rejected", site=None) in published


async def test_an_entry_can_be_deleted(store: Store, published: list[Event]):
    await record(store, attempt(), attempt("CP2"))
    number = (await store.read(knocks.newest, 1, None, "CP1"))[0].id
    published.clear()

    await store.write(inbox.dismiss, number, NOW)

    assert published == [InboxChanged(station="CP1", at=NOW, settled="dismissed", entries=1)]
    assert [entry.identity for entry in await entries(store)] == ["CP2"]
    assert await known(store) is None


@pytest.mark.parametrize("decide", [inbox.accept, inbox.reject])
async def test_about_an_attempt_that_names_nobody_nothing_can_be_decided(
    store: Store, decide: Callable[..., StationRecord]
):
    await record(store, attempt("", Cause.TLS_FAILED))

    with pytest.raises(InboxError, match="named no station"):
        await store.write(decide, (await entries(store))[0].id, NOW)


@pytest.mark.parametrize("decide", [inbox.accept, inbox.reject, inbox.dismiss])
async def test_what_is_not_in_the_inbox_cannot_be_decided(store: Store, decide: Callable[..., object]):
    with pytest.raises(LookupError):
        await store.write(decide, 77, NOW)


async def test_strangers_are_taken_in_once(store: Store):
    first = await store.write(inbox.take_in, "CP1", Admission.HELD, NOW)
    second = await store.write(inbox.take_in, "CP1", Admission.ACCEPTED, NOW + SECOND)

    assert first == second
    assert first is not None
    assert first.admission == "held"


async def test_only_so_many_strangers_may_wait(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "MOST_HELD", 2)
    taken = [await store.write(inbox.take_in, f"CP{number}", Admission.HELD, NOW) for number in range(3)]

    assert [record is None for record in taken] == [False, False, True]
    assert await store.read(inbox.is_full)
    assert await store.write(inbox.take_in, "CP9", Admission.ACCEPTED, NOW) is not None


async def test_a_station_that_gets_in_leaves_the_inbox(store: Store, published: list[Event]):
    station = await store.write(adding())
    await record(store, attempt(cause=Cause.PASSWORD_WRONG), attempt("CP2"))

    await connect(store, station)

    assert [entry.identity for entry in await entries(store)] == ["CP2"]
    assert InboxChanged(station="CP1", at=NOW, settled="connected", entries=1) in published
    (news,) = (event for event in published if isinstance(event, StationConnected))
    assert (news.version, news.admission, news.site) == ("1.6", "accepted", None)


async def test_a_station_that_waits_stays_in_the_inbox(store: Store):
    station = await store.write(adding(admission=Admission.HELD))
    await record(store, attempt(cause=Cause.WAITS))

    await connect(store, station)

    assert [entry.cause for entry in await entries(store)] == ["waits"]


def connect(store: Store, station: StationRecord) -> Awaitable[StationRecord]:
    key = StationKey(station.id, station.identity)
    return store.write(provisioning.connected, key, "1.6", "192.0.2.1", NOW, 1)
