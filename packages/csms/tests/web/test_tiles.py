"""Whoever has the list of connectors can keep it by the events alone: they say all that a tile shows."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from msgspec.structs import fields

from csms.app import App
from csms.domain.events import EVENTS
from ocpp.client import connect
from packages.csms.tests.running import running
from packages.csms.tests.web.test_events import WATCHING, api

Event = tuple[str, dict[str, Any]]
CALL, CALL_ERROR = 2, 4
BOOT_16 = {"chargePointModel": "m", "chargePointVendor": "v"}
BOOT_2 = {"reason": "PowerUp", "chargingStation": {"model": "m", "vendorName": "v"}}


def now() -> str:
    """Return the time; what happened long ago is no news."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Watcher:
    """Somebody who watches the events, each checked to have all its fields and no others."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines
        self.seen: list[Event] = []

    async def until(self, name: str, **values: Any) -> dict[str, Any]:
        """Return the next event of a name that says this."""
        async with asyncio.timeout(60):
            while True:
                found, data = await self._next()
                if found == name and values.items() <= data.items():
                    return data

    async def _next(self) -> Event:
        name = ""
        async for line in self._lines:
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                data = json.loads(value)
                if name != WATCHING:
                    assert {field.name for field in fields(EVENTS[name])} - {"id"} == set(data)
                    self.seen.append((name, data))
                return name, data
        raise AssertionError(f"The stream has ended after {self.seen}")


@asynccontextmanager
async def watching(client: httpx.AsyncClient) -> AsyncGenerator[Watcher]:
    async with client.stream("GET", "/events") as stream:
        watcher = Watcher(stream.aiter_lines())
        await watcher.until(WATCHING)
        yield watcher


def tile_of(events: list[Event]) -> dict[str, Any]:
    """Return what a tile of the connector 1 shows, from nothing but the events."""
    tile: dict[str, Any] = {"evse": 1, "connector": 1, "transaction": None}
    for name, data in events:
        match name:
            case "station.connected":
                tile |= {"is_connected": True, "link_since": data["at"]}
                tile |= {key: data[key] for key in ("station", "site", "version")}
            case "station.disconnected":
                tile |= {"is_connected": False, "link_since": data["at"]}
            case "station.changed":
                tile["site"] = data["site"]
            case "connector.status" if data["evse"] == 1:
                tile |= {key: data[key] for key in ("status", "error_code", "error_info", "vendor_error_code")}
                tile["status_since"] = data["since"] or tile["status_since"]
            case "transaction.updated":
                kept = ("id_token", "started_at", "charging_state", "energy_wh", "power_w", "soc_percent", "metered_at")
                tile["transaction"] = {"id": data["transaction"]} | {key: data[key] for key in kept}
            case "transaction.ended":
                tile["transaction"] = None
            case _:
                continue
    return tile


async def shown(client: httpx.AsyncClient) -> dict[str, Any]:
    """Return what the list has of the one connector that there is, without what follows from the rest."""
    (row,) = (await client.get("/connectors")).json()["items"]
    for followed in ("state", "state_since"):
        del row[followed]
    if row["transaction"]:
        del row["transaction"]["suspended_since"]
    return row


class Station:
    """A station of few words."""

    def __init__(self, link: Any) -> None:
        self._link = link
        self._number = 0

    async def say(self, action: str, **payload: Any) -> dict[str, Any]:
        self._number += 1
        await self._link.send(json.dumps([2, str(self._number), action, payload]))
        while (answer := json.loads(await self._link.recv()))[0] == CALL:
            await self._link.send(json.dumps([CALL_ERROR, answer[1], "NotSupported", "", {}]))
        assert answer[0] == 3, answer
        return answer[2]


@asynccontextmanager
async def station(app: App, version: str) -> AsyncGenerator[Station]:
    async with connect(f"ws://127.0.0.1:{app.ocpp_port}", "A", versions=version) as link:
        yield Station(link)


async def test_a_charge_of_1_6_from_the_link_to_its_end() -> None:
    async with running() as app, api(app) as client, watching(client) as watcher:
        site = (await client.post("/sites", json={"name": "Depot"})).json()["id"]
        async with station(app, "1.6") as charger:
            await charger.say("BootNotification", **BOOT_16)
            status = {"connectorId": 1, "errorCode": "NoError", "timestamp": now()}
            await charger.say("StatusNotification", **status, status="Preparing")
            await client.patch("/stations/A", json={"site": site})
            assert (await watcher.until("station.changed"))["site"] == site
            assert tile_of(watcher.seen) == await shown(client)
            started = await charger.say(
                "StartTransaction", connectorId=1, idTag="TAG", meterStart=1000, timestamp=now()
            )
            values = [
                {"value": "1500", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
                {"value": "7.4", "measurand": "Power.Active.Import", "unit": "kW"},
                {"value": "42", "measurand": "SoC", "unit": "Percent"},
            ]
            await charger.say(
                "MeterValues",
                connectorId=1,
                transactionId=started["transactionId"],
                meterValue=[{"timestamp": now(), "sampledValue": values}],
            )
            await watcher.until("transaction.updated", energy_wh=500, power_w=7400, soc_percent=42)
            assert tile_of(watcher.seen) == await shown(client)
            fault = status | {"errorCode": "GroundFailure", "info": "earth", "vendorErrorCode": "E7"}
            await charger.say("StatusNotification", **fault, status="Faulted")
            told = await watcher.until("connector.status", status="Faulted")
            assert (told["error_code"], told["error_info"], told["vendor_error_code"]) == (
                "GroundFailure",
                "earth",
                "E7",
            )
            assert tile_of(watcher.seen) == await shown(client)
            await charger.say(
                "StopTransaction",
                transactionId=started["transactionId"],
                meterStop=2000,
                timestamp=now(),
                reason="Local",
            )
            ended = await watcher.until("transaction.ended")
            assert (ended["energy_wh"], ended["reason"], ended["evse"], ended["connector"]) == (1000, "Local", 1, 1)
            assert tile_of(watcher.seen) == await shown(client)
        await watcher.until("station.disconnected")
        assert tile_of(watcher.seen) == await shown(client)


async def test_a_charge_of_2_0_1_with_its_charging_state() -> None:
    async with running() as app, api(app) as client, watching(client) as watcher, station(app, "2.0.1") as charger:
        await charger.say("BootNotification", **BOOT_2)
        place = {"evseId": 1, "connectorId": 1}
        await charger.say("StatusNotification", timestamp=now(), connectorStatus="Occupied", **place)
        for seq_no, (kind, state) in enumerate((("Started", "EVConnected"), ("Updated", "SuspendedEV"))):
            await charger.say(
                "TransactionEvent",
                eventType=kind,
                timestamp=now(),
                triggerReason="Authorized",
                seqNo=seq_no,
                transactionInfo={"transactionId": "T", "chargingState": state},
                idToken={"idToken": "TAG", "type": "ISO14443"},
                evse={"id": 1, "connectorId": 1},
            )
        await watcher.until("transaction.updated", charging_state="SuspendedEV")
        assert tile_of(watcher.seen) == await shown(client)
        row = (await client.get("/connectors")).json()["items"][0]
        since = watcher.seen[-1][1]["charging_state_since"]
        assert (row["state"], row["transaction"]["suspended_since"]) == ("suspended_ev", since)


async def test_a_stranger_knocks_and_is_accepted_at_a_site() -> None:
    async with running(unknown_stations="hold") as app, api(app) as client, watching(client) as watcher:
        site = (await client.post("/sites", json={"name": "Depot"})).json()["id"]
        made = await watcher.until("site.changed")
        assert (made["site"], made["site_name"], made["time_zone"], made["is_deleted"]) == (site, "Depot", "UTC", False)
        async with station(app, "1.6") as charger:
            assert (await charger.say("BootNotification", **BOOT_16))["status"] == "Pending"
            await app.knocks.flush()
            knocked = await watcher.until("inbox.changed")
            assert (knocked["station"], knocked["entries"], knocked["settled"]) == ("A", 1, None)
            (entry,) = (await client.get("/inbox")).json()["items"]
            assert knocked["cause"] == entry["cause"]
            await client.post(f"/inbox/{entry['id']}/accept", json={"site": site})
            changed = await watcher.until("station.changed")
            assert (changed["station"], changed["admission"], changed["site"]) == ("A", "accepted", site)
            settled = await watcher.until("inbox.changed")
            assert (settled["station"], settled["entries"], settled["settled"]) == ("A", 0, "accepted")
