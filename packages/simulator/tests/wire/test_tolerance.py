"""A central system made with the library: what it refuses without tolerances, and takes with them."""

import asyncio
import json
from typing import Any

import pytest

from ocpp import tolerance, v16
from ocpp.tolerance import Tolerance

from .central_systems import CentralSystem16, central_system
from .rig import Rig
from .samples import (
    BOOT_2,
    BOOT_16,
    REGISTER,
    START_16,
    STATUS_2,
    STATUS_16,
    STOP_16,
    meter_2,
    meter_16,
    sample_2,
    sample_16,
)

AUTHORIZE_16 = {"idTag": "0123ABCD"}
AUTHORIZE_2 = {"idToken": {"idToken": "0123ABCD", "type": "ISO14443"}}
CURRENT_16 = sample_16("Current.Import", "16", "A", phase="L1")
ENERGY_16 = sample_16(REGISTER, "12345", "Wh")
ENERGY_2 = sample_2(REGISTER, 12345.0, "Wh")

REPAIRED: list[tuple[str, str, str, dict[str, Any], Tolerance]] = [
    ("Q16.missing-value", "1.6", "MeterValues", meter_16(ENERGY_16, transaction=None), Tolerance.broken_json),
    ("Q16.missing-comma", "1.6", "StatusNotification", STATUS_16, Tolerance.broken_json),
    ("Q16.missing-comma", "2.0.1", "StatusNotification", STATUS_2, Tolerance.broken_json),
    ("Q16.raw-tab", "1.6", "BootNotification", BOOT_16, Tolerance.broken_json),
    ("Q16.raw-tab", "2.0.1", "BootNotification", BOOT_2, Tolerance.broken_json),
    ("Q18.serial", "1.6", "BootNotification", BOOT_16, Tolerance.too_long),
    ("Q18.serial", "2.0.1", "BootNotification", BOOT_2, Tolerance.too_long),
    ("Q18.token", "1.6", "Authorize", AUTHORIZE_16, Tolerance.too_long),
    ("Q18.padded-token", "1.6", "Authorize", AUTHORIZE_16, Tolerance.too_long),
    ("Q18.padded-token", "2.0.1", "Authorize", AUTHORIZE_2, Tolerance.too_long),
    ("Q19.authorize", "1.6", "Authorize", AUTHORIZE_16, Tolerance.extra_fields),
    ("Q19.vendor-data", "1.6", "MeterValues", meter_16(ENERGY_16), Tolerance.extra_fields),
    ("Q20.number-values", "1.6", "MeterValues", meter_16(ENERGY_16), Tolerance.wrong_types),
    ("Q20.string-numbers", "1.6", "StartTransaction", START_16, Tolerance.wrong_types),
    ("Q20.string-numbers", "2.0.1", "MeterValues", meter_2(ENERGY_2), Tolerance.wrong_types),
    ("Q20.object-for-list", "1.6", "MeterValues", meter_16(ENERGY_16), Tolerance.wrong_types),
    ("Q20.floats", "1.6", "StopTransaction", STOP_16, Tolerance.wrong_types),
    (
        "Q21.error-code",
        "1.6",
        "StatusNotification",
        {**STATUS_16, "errorCode": "GroundFailure"},
        Tolerance.odd_words,
    ),
    ("Q21.context", "1.6", "MeterValues", meter_16(CURRENT_16), Tolerance.odd_words),
    ("Q21.measurand", "1.6", "MeterValues", meter_16(ENERGY_16), Tolerance.odd_words),
    ("Q21.kwh", "1.6", "MeterValues", meter_16(ENERGY_16), Tolerance.odd_words),
    ("Q22.words", "1.6", "StatusNotification", STATUS_16, Tolerance.odd_words),
    ("Q22.words", "2.0.1", "StatusNotification", STATUS_2, Tolerance.odd_words),
    ("Q24.missing", "1.6", "StartTransaction", START_16, Tolerance.odd_timestamps),
    ("Q24.missing", "2.0.1", "StatusNotification", STATUS_2, Tolerance.odd_timestamps),
]
"""What is answered by an error without tolerances."""


async def shown(name: str, version: str, action: str, payload: dict[str, Any]) -> str:
    """Return a call as it is on the wire."""
    async with Rig(name, version) as rig:
        await rig.call(action, payload)
        (text,) = rig.link.written
        return text


@pytest.mark.parametrize(("name", "version", "action", "payload", "repair"), REPAIRED)
async def test_a_call_needs_its_tolerance(
    name: str, version: str, action: str, payload: dict[str, Any], repair: Tolerance
) -> None:
    text = await shown(name, version, action, payload)

    strict = central_system(version, tolerance.ALL - {repair})
    await strict.route_message(text)
    assert strict.taken == []
    assert [json.loads(answer)[0] for answer in strict.link.sent] in ([4], [])

    tolerant = central_system(version, {repair})
    await tolerant.route_message(text)
    assert len(tolerant.taken) == 1
    assert [json.loads(answer)[0] for answer in tolerant.link.sent] == [3]


@pytest.mark.parametrize("name", ["Q17.optional", "Q21.hertz", "Q21.celsius"])
async def test_a_call_is_taken_with_all_tolerances(name: str) -> None:
    action, payload = (
        ("StatusNotification", STATUS_16) if name == "Q17.optional" else ("MeterValues", meter_16(ENERGY_16))
    )
    tolerant = central_system("1.6", tolerance.ALL)
    await tolerant.route_message(await shown(name, "1.6", action, payload))
    assert len(tolerant.taken) == 1


@pytest.mark.parametrize(
    ("name", "moment"),
    [("Q24.no-zone", "2026-01-01T00:00:00Z"), ("Q24.short-zone", "2026-01-01T02:00:00+02:00")],
)
async def test_a_timestamp_is_completed(name: str, moment: str) -> None:
    tolerant = central_system("1.6", tolerance.ALL)
    await tolerant.route_message(await shown(name, "1.6", "StartTransaction", START_16))
    assert tolerant.taken[0].timestamp == moment


async def test_a_payload_of_null_is_an_empty_one() -> None:
    tolerant = central_system("1.6", tolerance.ALL)
    await tolerant.route_message(await shown("Q16.null-payload", "1.6", "Heartbeat", {}))
    assert tolerant.taken == [v16.call.Heartbeat()]


@pytest.mark.parametrize("name", ["Q16.empty-frame", "Q16.modem"])
async def test_noise_is_ignored(name: str) -> None:
    async with Rig(name) as rig:
        for _ in range(50):
            await rig.call("Heartbeat")
        texts = rig.link.written
    tolerant = central_system("1.6", {Tolerance.noise})
    for text in texts:
        await tolerant.route_message(text)
    assert len(texts) > 50
    assert len(tolerant.taken) == len(tolerant.link.sent) == 50


HEARTBEAT_KEY = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}


@pytest.mark.parametrize(
    ("name", "call", "answer", "meant"),
    [
        (
            "Q16.truncated",
            v16.call.ClearCache(),
            {"status": "Accepted"},
            v16.call_result.ClearCache(status="Accepted"),
        ),
        ("Q21.refusal", v16.call.ClearCache(), {"status": "Rejected"}, v16.call_result.ClearCache(status="Rejected")),
        (
            "Q20.typed-configuration",
            v16.call.GetConfiguration(),
            {"configurationKey": [HEARTBEAT_KEY]},
            v16.call_result.GetConfiguration(
                configuration_key=[v16.datatypes.KeyValue(key="HeartbeatInterval", readonly=False, value="300")]
            ),
        ),
    ],
)
async def test_an_answer_is_repaired(name: str, call: Any, answer: dict[str, Any], meant: Any) -> None:
    system = CentralSystem16(tolerance.ALL)
    asking = asyncio.create_task(system.request(call))
    await system.link.has_sent.wait()
    async with Rig(name) as rig:
        await rig.central_says(system.link.sent[0])
        unchanged = json.dumps([3, rig.seen[0][1], answer])
        await rig.station_says(unchanged)
        assert rig.link.written != [unchanged]
        await system.route_message(rig.link.written[0])
    assert await asking == meant
