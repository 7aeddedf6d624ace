"""A station gets another password: what it is sent, and what it is let in with then."""

import asyncio
from typing import Any

import pytest

from csms.domain.remote_control import Answer, Outcome, SetPassword
from csms.domain.stations import StationKey
from csms.gateway.passwords import Passwords
from csms.service import password_change
from csms.service import stations as service
from csms.service.passwords import verify_station_password
from csms.storage import stations
from csms.storage.engine import Store
from csms.storage.stations import StationRecord
from packages.csms.tests.gateway.knocking import add_station, attempt, hashed, station_of
from packages.csms.tests.gateway.talk import Frame, Payload, Talk, talking
from packages.csms.tests.running import running

OLD = "the-password-before"
NEW = "0123456789abcdef"
HEXADECIMAL = NEW.encode().hex()
VARIABLE = {"component": {"name": "SecurityCtrlr"}, "variable": {"name": "BasicAuthPassword"}}

each_version = pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])


async def record_of(talk: Talk) -> StationRecord:
    return await talk.conversation.central.store.read(stations.get, talk.station)


async def begin(talk: Talk, password: str | None = NEW, **how: Any) -> tuple["asyncio.Task[Answer]", Frame]:
    """Have a password sent to a station that has another one; return the command and its frame."""
    await talk.conversation.central.store.write(service.change, "CP1", {"password_hash": hashed(OLD)}, talk.now)
    change = talk.command(SetPassword(password=password), **how)
    return change, await talk.end.take()


def answer_of(version: str, status: str) -> Payload:
    if version == "1.6":
        return {"status": status}
    return {"setVariableResult": [{**VARIABLE, "attributeStatus": status}]}


async def are_good(talk: Talk) -> set[str]:
    """Return which passwords the station may show."""
    record = await record_of(talk)
    kept = [each for each in (record.password_hash, record.offered_password_hash) if each is not None]
    return {given for given in (OLD, NEW) for each in kept if await Passwords().are_equal(given.encode(), each)}


@each_version
async def test_both_are_good_until_the_station_has_taken_the_new_one(sqlite_store: Store, version: str) -> None:
    async with talking(sqlite_store, version) as talk:
        change, frame = await begin(talk)
        assert await are_good(talk) == {OLD, NEW}
        talk.end.put([3, frame[1], answer_of(version, "Accepted")])
        assert (await change).outcome is Outcome.ACCEPTED
        assert await are_good(talk) == {NEW}


@each_version
async def test_the_old_one_stays_if_the_station_refuses(sqlite_store: Store, version: str) -> None:
    async with talking(sqlite_store, version) as talk:
        change, frame = await begin(talk)
        talk.end.put([3, frame[1], answer_of(version, "Rejected")])
        assert (await change).outcome is Outcome.REJECTED
        assert await are_good(talk) == {OLD}


@each_version
async def test_both_stay_good_if_it_is_not_known_whether_the_station_has_taken_it(
    sqlite_store: Store, version: str
) -> None:
    async with talking(sqlite_store, version) as talk:
        change, _ = await begin(talk, timeout_s=0.05)
        assert (await change).outcome is Outcome.TIMED_OUT
        assert await are_good(talk) == {OLD, NEW}


@each_version
async def test_both_stay_good_if_the_station_takes_it_when_it_restarts(sqlite_store: Store, version: str) -> None:
    async with talking(sqlite_store, version) as talk:
        change, frame = await begin(talk)
        talk.end.put([3, frame[1], answer_of(version, "RebootRequired")])
        assert (await change).outcome is Outcome.ACCEPTED
        assert await are_good(talk) == {OLD, NEW}


async def test_with_1_6_it_is_written_in_hexadecimal_digits(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6") as talk:
        for password in (NEW, HEXADECIMAL, HEXADECIMAL.upper()):
            change, frame = await begin(talk, password)
            assert frame[2:] == ["ChangeConfiguration", {"key": "AuthorizationKey", "value": HEXADECIMAL}]
            talk.end.put([3, frame[1], answer_of("1.6", "Accepted")])
            await change
            kept = (await record_of(talk)).password_hash or ""
            # Some stations show the bytes, others the digits (quirk 5).
            assert await Passwords().are_equal(NEW.encode(), kept)
            assert await Passwords().are_equal(HEXADECIMAL.encode(), kept)


async def test_with_2_x_it_is_written_as_it_is(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "2.0.1") as talk:
        change, frame = await begin(talk)
        wanted = {**VARIABLE, "attributeType": "Actual", "attributeValue": NEW}
        assert frame[2:] == ["SetVariables", {"setVariableData": [wanted]}]
        talk.end.put([3, frame[1], answer_of("2.0.1", "Accepted")])
        await change


@each_version
async def test_the_server_makes_one_that_a_station_can_have(sqlite_store: Store, version: str) -> None:
    async with talking(sqlite_store, version) as talk:
        change, frame = await begin(talk, None)
        made = frame[3]["value"] if version == "1.6" else frame[3]["setVariableData"][0]["attributeValue"]
        assert len(made) == 32
        assert bytes.fromhex(made)
        talk.end.put([3, frame[1], answer_of(version, "Accepted")])
        await change
        assert verify_station_password(made.encode(), (await record_of(talk)).password_hash or "")


async def test_what_cannot_be_a_key_of_1_6_is_not_sent(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "1.6") as talk:
        fault = talk.conversation.check(SetPassword(password="x" * 21))
        assert fault is not None
        assert "16 to 20 bytes" in fault.reason


async def test_what_an_operator_says_meanwhile_holds(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "2.0.1") as talk:
        change, frame = await begin(talk)
        await talk.conversation.central.store.write(service.change, "CP1", {"password_hash": hashed(OLD)}, talk.now)
        talk.end.put([3, frame[1], answer_of("2.0.1", "Accepted")])
        await change
        assert await are_good(talk) == {OLD}


async def test_one_password_is_changed_after_the_other(sqlite_store: Store) -> None:
    async with talking(sqlite_store, "2.0.1") as talk:
        first, frame = await begin(talk, "another-password-0")
        second = talk.command(SetPassword(password=NEW))
        talk.end.put([3, frame[1], answer_of("2.0.1", "Accepted")])
        await first
        frame = await talk.end.take()
        talk.end.put([3, frame[1], answer_of("2.0.1", "Accepted")])
        await second
        assert await are_good(talk) == {NEW}


async def test_a_station_that_shows_the_new_one_has_taken_it() -> None:
    async with running() as app:
        record = await add_station(app, security_profile=1, password_hash=hashed(OLD))
        key = StationKey(record.id, record.identity)
        await app.store.write(password_change.offer, key, hashed(NEW))
        assert await attempt(app, password=OLD) == 101
        assert await attempt(app, password="neither-of-both") == 401
        assert await attempt(app, password=NEW) == 101
        assert await attempt(app, password=OLD) == 401
        assert (await station_of(app)).offered_password_hash is None
