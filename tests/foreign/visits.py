"""Foreign charge points at our central system: they boot, charge, are told to stop, and the rows are right."""

import base64
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from packages.csms.tests.conformance.stage import register_station
from packages.csms.tests.running import running
from tests.foreign.agent import Agent

IDENTITY = "CP-1"
TOKEN = "04A2B3C4"
BEGIN_WH, END_WH = 1000, 1500

ANSWERS: dict[str, dict[str, Any]] = {
    "1.6": {
        "GetConfiguration": {"configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]},
        "RemoteStopTransaction": {"status": "Accepted"},
    },
    "2.0.1": {
        "GetBaseReport": {"status": "EmptyResultSet"},
        "RequestStopTransaction": {"status": "Accepted"},
    },
}
"""What the stations answer."""


class Visit:
    """A running central system, as its operator sees it.

    Args:
        url: where stations connect to.
        password: of the station.
        api: a client of the HTTP API.
    """

    def __init__(self, url: str, password: str, api: httpx.AsyncClient) -> None:
        self.url = url
        self.password = base64.b64encode(password.encode()).decode()
        self._api = api
        self.begin = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)

    def at(self, minutes: float) -> str:
        """Return a time, in minutes after the transaction began."""
        return (self.begin + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")

    async def transaction(self) -> dict[str, Any]:
        """Return the only transaction."""
        answer = await self._api.get("/transactions", params={"station": IDENTITY})
        (only,) = answer.json()["items"]
        return only

    async def stop(self) -> dict[str, Any]:
        """Have the transaction stopped; return the command."""
        number = (await self.transaction())["id"]
        answer = await self._api.post(f"/stations/{IDENTITY}/commands/remote-stop", json={"transaction": number})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def check_rows(self, version: str) -> None:
        """Check what is left of a transaction that was stopped after half an hour."""
        told = await self.transaction()
        wanted: dict[str, Any] = {
            "station": IDENTITY,
            "evse": 1,
            "connector": 1,
            "is_open": False,
            "id_token": TOKEN,
            "authorization": "Accepted",
            "started_at": self.at(0),
            "ended_at": self.at(20),
            "stopped_reason": "Remote",
            "energy_wh": END_WH - BEGIN_WH,
            "meter_start_wh": BEGIN_WH,
            "meter_stop_wh": END_WH,
            "flags": [],
        }
        assert {name: told[name] for name in wanted} == wanted
        samples = (await self._api.get(f"/transactions/{told['id']}/samples")).json()["items"]
        assert 1234.5 in [each["energy_import_wh"] for each in samples]
        assert 80 in [each["soc_percent"] for each in samples]
        station = (await self._api.get(f"/stations/{IDENTITY}")).json()
        facts = {name: station[name] for name in ("version", "vendor", "model", "serial_number", "is_connected")}
        assert facts == {
            "version": version,
            "vendor": "Vendor",
            "model": "Model",
            "serial_number": "4711-ü",
            "is_connected": True,
        }
        (connector,) = [each for each in station["connectors"] if each["evse"] == 1]
        assert connector["status"] == ("Charging" if version == "1.6" else "Occupied")
        violations = (await self._api.get(f"/stations/{IDENTITY}/violations")).json()["items"]
        assert violations == []


@asynccontextmanager
async def visited(folder: Path) -> AsyncGenerator[Visit]:
    """Run a central system that knows a station with a password, and a token."""
    async with running(folder, unknown_stations="reject", unknown_tokens="reject") as app:
        key = (folder / "api-token").read_text().strip()
        url = f"http://127.0.0.1:{app.http_port}/api/v1"
        async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as api:
            password = await register_station(api, IDENTITY)
            assert (await api.put(f"/tokens/{TOKEN}", json={})).status_code == 201
            yield Visit(f"ws://127.0.0.1:{app.ocpp_port}/ocpp", password, api)


async def charge(station: Agent, visit: Visit, version: str) -> None:
    """Have a station that is connected do all that a visit is about, and look at the rows."""
    await _CHARGING[version](station, visit)
    await visit.check_rows(version)


async def _hears(station: Agent, action: str) -> dict[str, Any]:
    heard, payload = await station.heard()
    assert heard == action
    return payload


async def _charge_16(station: Agent, visit: Visit) -> None:
    boot = {"chargePointVendor": "Vendor", "chargePointModel": "Model", "chargePointSerialNumber": "4711-ü"}
    assert (await station.call("BootNotification", boot))["status"] == "Accepted"
    await _hears(station, "GetConfiguration")
    answer = await station.call("Authorize", {"idTag": "UNKNOWN"})
    assert answer["idTagInfo"]["status"] == "Invalid"
    answer = await station.call("Authorize", {"idTag": TOKEN})
    assert answer["idTagInfo"]["status"] == "Accepted"
    start = {"connectorId": 1, "idTag": TOKEN, "meterStart": BEGIN_WH, "timestamp": visit.at(0)}
    begun = await station.call("StartTransaction", start)
    assert begun["idTagInfo"]["status"] == "Accepted"
    number = begun["transactionId"]
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Charging", "timestamp": visit.at(1)}
    assert await station.call("StatusNotification", status) == {}
    samples = [
        {"value": "1234.5", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "80", "measurand": "SoC", "unit": "Percent"},
    ]
    values = [{"timestamp": visit.at(10), "sampledValue": samples}]
    told = {"connectorId": 1, "transactionId": number, "meterValue": values}
    assert await station.call("MeterValues", told) == {}
    assert (await visit.stop())["outcome"] == "accepted"
    assert await _hears(station, "RemoteStopTransaction") == {"transactionId": number}
    stop = {"transactionId": number, "meterStop": END_WH, "timestamp": visit.at(20), "reason": "Remote"}
    await station.call("StopTransaction", stop)


async def _charge_201(station: Agent, visit: Visit) -> None:
    token = {"idToken": TOKEN, "type": "ISO14443"}
    about = {"vendorName": "Vendor", "model": "Model", "serialNumber": "4711-ü"}
    answer = await station.call("BootNotification", {"reason": "PowerUp", "chargingStation": about})
    assert answer["status"] == "Accepted"
    assert (await _hears(station, "GetBaseReport"))["reportBase"] == "FullInventory"
    answer = await station.call("Authorize", {"idToken": token | {"idToken": "UNKNOWN"}})
    assert answer["idTokenInfo"]["status"] == "Unknown"
    answer = await station.call("Authorize", {"idToken": token})
    assert answer["idTokenInfo"]["status"] == "Accepted"

    async def tell(kind: str, trigger: str, number: int, minutes: float, info: dict[str, Any], **more: Any) -> Any:
        event = {
            "eventType": kind,
            "timestamp": visit.at(minutes),
            "triggerReason": trigger,
            "seqNo": number,
            "transactionInfo": {"transactionId": "tx-1"} | info,
        }
        return await station.call("TransactionEvent", event | more)

    def energy(minutes: float, value_wh: float, context: str, *others: dict[str, Any]) -> list[dict[str, Any]]:
        value = {"value": value_wh, "context": context, "measurand": "Energy.Active.Import.Register"}
        return [{"timestamp": visit.at(minutes), "sampledValue": [value, *others]}]

    values = energy(0, BEGIN_WH, "Transaction.Begin")
    begun = await tell(
        *("Started", "Authorized", 0, 0, {"chargingState": "Charging"}),
        evse={"id": 1, "connectorId": 1},
        idToken=token,
        meterValue=values,
    )
    assert begun["idTokenInfo"]["status"] == "Accepted"
    status = {"timestamp": visit.at(1), "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}
    assert await station.call("StatusNotification", status) == {}
    soc = {"value": 80, "measurand": "SoC", "unitOfMeasure": {"unit": "Percent"}}
    values = energy(10, 1234.5, "Sample.Periodic", soc)
    assert await tell("Updated", "MeterValuePeriodic", 1, 10, {"chargingState": "Charging"}, meterValue=values) == {}
    assert (await visit.stop())["outcome"] == "accepted"
    assert await _hears(station, "RequestStopTransaction") == {"transactionId": "tx-1"}
    values = energy(20, END_WH, "Transaction.End")
    await tell("Ended", "RemoteStop", 2, 20, {"stoppedReason": "Remote"}, meterValue=values)


_CHARGING = {"1.6": _charge_16, "2.0.1": _charge_201}
