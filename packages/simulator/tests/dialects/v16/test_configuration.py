"""The configuration keys."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms_simulator.dialects.v16.configuration import Binding, Configuration
from csms_simulator.dialects.v16.configuration_keys import KEYS, Access
from csms_simulator.dialects.v16.configuration_values import Boolean, Integer, Items, text_of
from csms_simulator.model.layout import EvseLayout, Layout
from csms_simulator.model.settings import Settings
from ocpp.v16.enums import ConfigurationKey

LAYOUT = Layout((EvseLayout(), EvseLayout(phases=1), EvseLayout(is_dc=True)))
PLUG_AND_CHARGE = {
    "CentralContractValidationAllowed",
    "CertSigningWaitMinimum",
    "CertSigningRepeatTimes",
    "ContractValidationOffline",
    "ISO15118PnCEnabled",
}
BOUND = {key.name for key in KEYS if key.setting is None and key.default is None}


def configuration(settings: Settings | None = None) -> Configuration:
    made = Configuration(LAYOUT, settings or Settings())
    for name in BOUND:
        made.bind(name, Binding(lambda: 0, lambda _: True))
    return made


def test_there_are_all_keys_of_the_specification() -> None:
    assert {key.name for key in KEYS} == {key.value for key in ConfigurationKey} - PLUG_AND_CHARGE
    assert len({key.name for key in KEYS}) == len(KEYS)


@pytest.mark.skipif("OCPP_REFERENCE_DIR" not in os.environ, reason="the list of keys is part of the reference data")
def test_access_and_type_are_those_of_the_specification() -> None:
    path = Path(os.environ["OCPP_REFERENCE_DIR"], "data", "1.6", "configuration_keys.csv")
    types = {"boolean": Boolean, "integer": Integer, "CSL": Items}
    ours = {key.name: key for key in KEYS}
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 40
    for row in rows:
        key = ours[row["key"]]
        assert key.access in row["access"].split(" or "), key.name
        assert isinstance(key.type, types.get(row["type"], object)), key.name


@pytest.mark.parametrize("key", [key for key in KEYS if key.setting is not None], ids=lambda key: key.name)
def test_settings_that_are_keys_exist(key: object) -> None:
    assert key in KEYS
    settings = Settings()
    made = configuration(settings)
    name = next(known for known in KEYS if known is key)
    assert hasattr(settings, str(name.setting))
    shown = made.show(name.name)
    assert shown is not None
    assert text_of(name.type.parse(str(shown.value))) == shown.value


def test_what_is_written_works_in_the_settings_at_once() -> None:
    settings = Settings()
    made = configuration(settings)
    assert made.change("ConnectionTimeOut", "30") == "Accepted"
    assert made.change("StopTransactionOnInvalidId", "false") == "Accepted"
    assert (settings.connection_timeout_s, settings.stop_on_invalid_id) == (30, False)
    settings.connection_timeout_s = 45.0
    assert made["ConnectionTimeOut"] == 45


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("MeterValueSampleInterval", "60", "Accepted"),
        ("metervaluesampleinterval", " 60 ", "Accepted"),
        ("MeterValueSampleInterval", "-1", "Rejected"),  # TC_040_2
        ("MeterValueSampleInterval", "6e1", "Rejected"),
        ("MeterValueSampleInterval", "", "Rejected"),
        ("MeterValueSampleInterval", "4294967296", "Rejected"),
        ("LightIntensity", "101", "Rejected"),
        ("HeartbeatInterval", "0", "Rejected"),
        ("LocalPreAuthorize", "TRUE", "Accepted"),
        ("LocalPreAuthorize", "1", "Rejected"),
        ("MeterValuesSampledData", "Voltage, Current.Import.L1", "Accepted"),
        ("MeterValuesSampledData", "", "Accepted"),
        ("MeterValuesSampledData", "Voltage,Nonsense", "Rejected"),
        ("MeterValuesSampledData", ",".join(["Voltage"] * 21), "Rejected"),
        ("ConnectorPhaseRotation", "0.Unknown,1.RST,2.TSR", "Accepted"),
        ("ConnectorPhaseRotation", "4.RST", "Rejected"),
        ("ConnectorPhaseRotation", "1.XYZ", "Rejected"),
        ("ConnectorPhaseRotation", "RST", "Rejected"),
        ("NumberOfConnectors", "7", "Rejected"),
        ("WebSocketPingInterval", "30", "RebootRequired"),
        ("WebSocketPingInterval", "-1", "Rejected"),
        ("CpoName", "Energy for all", "Accepted"),
        ("FooBar", "1", "NotSupported"),  # TC_040_1
    ],
)
def test_changes(name: str, value: str, status: str) -> None:
    assert configuration().change(name, value) == status


def test_what_is_refused_changes_nothing() -> None:
    made = configuration()
    made.change("MeterValuesSampledData", "Voltage")
    made.change("MeterValuesSampledData", "Voltage,Nonsense")
    assert made.items_of("MeterValuesSampledData") == ("Voltage",)


def test_keys_are_shown_with_their_values() -> None:
    made = configuration()
    shown = {key.key: key for key in made.show_all()}
    assert list(shown) == [key.name for key in KEYS]
    assert (shown["NumberOfConnectors"].value, shown["NumberOfConnectors"].readonly) == ("3", True)
    assert (shown["ConnectionTimeOut"].value, shown["ConnectionTimeOut"].readonly) == ("60", False)
    assert shown["ConnectorPhaseRotation"].value == "1.RST,2.NotApplicable,3.NotApplicable"
    assert shown["StopTxnSampledData"].value == ""
    assert made.show("FooBar") is None


def test_what_is_only_written_is_not_shown() -> None:
    assert [key.name for key in KEYS if key.access is Access.WRITE] == ["AuthorizationKey"]
    shown = configuration().show("AuthorizationKey")
    assert shown is not None
    assert shown.value is None


@given(st.sampled_from([key for key in KEYS if key.access is Access.READ_WRITE]), st.text(max_size=30))
def test_any_text_is_taken_or_refused_and_what_is_taken_is_shown(key: object, text: str) -> None:
    made = configuration()
    name = next(known for known in KEYS if known is key)
    before = made.show(name.name)
    status = made.change(name.name, text)
    if status == "Rejected":
        assert made.show(name.name) == before
    elif name.name not in BOUND:
        assert made[name.name] == name.type.parse(text)
