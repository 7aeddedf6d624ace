"""Q16: messages that are no JSON, character by character."""

import json

import pytest

from .rig import Rig
from .samples import AT, BOOT_2, BOOT_16, REGISTER, STATUS_2, STATUS_16, meter_16, sample_16


@pytest.mark.parametrize(("name", "texts"), [("Q16.empty-frame", {""}), ("Q16.modem", {"AT+CSQ", "OK", "ATE0"})])
async def test_there_is_noise_between_messages(name: str, texts: set[str]) -> None:
    async with Rig(name) as rig:
        ids = [await rig.call("Heartbeat") for _ in range(100)]
        frames = [text for text in rig.link.written if text.startswith("[")]
        noise = [text for text in rig.link.written if not text.startswith("[")]
    assert [json.loads(text)[1] for text in frames] == ids
    assert 10 < len(noise) < 35
    assert texts <= set(noise)


async def test_answers_lack_their_end() -> None:
    async with Rig("Q16.truncated") as rig:
        await rig.reply(await rig.command("ClearCache"), {"status": "Accepted"})
        await rig.call("Heartbeat")
    assert rig.link.written == ['[3, "c1", {"status": "Accepted"', '[2,"2","Heartbeat",{}]']


async def test_a_member_has_no_value() -> None:
    async with Rig("Q16.missing-value") as rig:
        await rig.call("MeterValues", meter_16(sample_16(REGISTER, "1")))
    (text,) = rig.link.written
    assert text == (
        '[2,"1","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[{"timestamp":"' + AT + '",'
        '"sampledValue":[{"measurand":"' + REGISTER + '","value":"1"}]}]}]'
    )


async def test_an_empty_payload_is_null() -> None:
    async with Rig("Q16.null-payload", "2.0.1") as rig:
        await rig.call("Heartbeat")
        await rig.call("StatusNotification", STATUS_2)
    assert rig.link.written[0] == '[2,"1","Heartbeat",null]'
    assert rig.payload == STATUS_2


@pytest.mark.parametrize(("version", "payload"), [("1.6", STATUS_16), ("2.1", STATUS_2)])
async def test_a_comma_is_missing(version: str, payload: dict[str, object]) -> None:
    async with Rig("Q16.missing-comma", version) as rig:
        await rig.call("StatusNotification", payload)
    (text,) = rig.link.written
    with pytest.raises(json.JSONDecodeError, match="Expecting ',' delimiter"):
        json.loads(text)
    second = f'"{list(payload)[1]}"'
    assert json.loads(text.replace(second, f",{second}")) == [2, "1", "StatusNotification", payload]


@pytest.mark.parametrize(("version", "payload"), [("1.6", BOOT_16), ("2.1", BOOT_2)])
async def test_a_tab_is_not_escaped(version: str, payload: dict[str, object]) -> None:
    async with Rig("Q16.raw-tab", version) as rig:
        await rig.call("BootNotification", payload)
    assert '"firmwareVersion":"1.0.0\t"' in rig.link.written[0]


async def test_actions_begin_with_a_small_letter_and_their_answers_are_understood() -> None:
    async with Rig("Q22.action") as rig:
        await rig.call("BootNotification", BOOT_16)
        assert rig.sent[0][2] == "bootNotification"
        await rig.answer({"status": "Accepted"})
        assert rig.seen == [[3, "1", {"status": "Accepted"}]]


async def test_a_temperature_has_a_unit_in_a_spelling_of_its_own() -> None:
    async with Rig("Q21.celsius") as rig:
        await rig.call("MeterValues", meter_16(sample_16(REGISTER, "1")))
    added = rig.payload["meterValue"][0]["sampledValue"][1]
    assert added["measurand"] == "Temperature"
    assert added["unit"] in {"celsius", "Celcius", "degC"}
