"""Write the JSON facts of this folder from installed releases of the peer, PyPI `ocpp`.

    python extract_peer_facts.py names  > peer_names.json        (interpreter of an environment with ocpp==2.1.0)
    python extract_peer_facts.py casing > casing_cases.json      (the same)
    python extract_peer_facts.py errors > error_cases.json       (the same)
    python extract_peer_facts.py old DIR_026 DIR_100 > old_names.json

DIR_026 and DIR_100 are folders into which the wheels 0.26.0 and 1.0.0 were unpacked. Names, values and results are
facts about behaviour; no text of the peer is taken.
"""
# What the peer's modules hold has no types.
# pyright: basic

import dataclasses
import enum
import importlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

VERSIONS = {"v16": "1.6", "v201": "2.0.1", "v21": "2.1"}
SUBMODULES = ("call", "call_result", "datatypes", "enums")

RENAMED_OTHERWISE = {
    "UnitOfMeasureType": "StandardizedUnitsOfMeasureType",
    "GenericVariableName": "StandardizedVariableName",
}

ODD_KEYS = """
a A aB AB ABC aBC aBc ABc AbC abC a1 a1B a1b A1 1a 12 _ __ _a a_ __a a__b _aB aB_ camelCase CamelCase HTTPServer
getHTTPResponse getHTTPResponseCode HTTP HTTPRequest XMLHttpRequest id ID userID userIDs iD idTag IdTag IDTag
chargePointVendor charge_point_vendor charge-point-vendor charge.point.vendor chargePoint.vendor iso15118
iso15118Version iso15118SchemaVersion iso_15118_schema_version ISO15118 ISO15118EVCC v2xValues V2XFreq v2gValues V2G V2X
V2XV2G v2x_charging_parameters v2g_values v2x v2g _v2x _v2g soc SoC soC SOC bulkSoC bulk_soc fullSoC targetSoC
target_soc minSoC socket socket_id web_socket webSocket web_socket_ping_interval associate associated_id disassociation
soc_limit_reached SOCLimitReached soc_socket evse evseId EVSE EVSEId evse_id ocppCsmsUrl ocppCSMSURL ocpp_csms_url
csms CSMS csms_root_certificate CSMSRootCertificate responderURL responder_url responderUrl receiptUrl receipt_url
url URL aURL a_url my_url_here MO_root_certificate fixedPFInject fixed_pf_inject fixedPF fixedVar soh SoH soH
prioritizedEMAIDs prioritized_emaids evSupportedDERControl ev_supported_der_control priceScheduleID price_schedule_id
limit_L2 limitL2 limit_L3 dischargeLimit_L2 setpoint_L3 setpointReactive_L2 l1 L1 L1N l1N L1-N l1_n kWh maxKW max_kw
iPAddress ipAddress apnUserName vpnServer noOfPhases numberPhases 3phase phase3 phase_3 phase3Switch x1y2z3 X1Y2Z3
aB1cD2 ab1Cd2 ABCdEf ABcDE abcDEF abcDEFghi MeterID_X meter_id_x My_Key myKey my_key key\u00c4b
\u00e4\u00d6 \u00fcber_str\u00e4\u00dfe stra\u00dfeName $aB aB$ a$B
aBC1 aB1C url_csms_soc _socket _soc a_socket a__b__c _url a_v2x_b_v2g
ReadingContext.Sample customData custom_data vendorId vendor_id
"""
ODD_KEYS_WITH_BLANKS = ["", " ", "a B", "aB ", " aB", "A B C", "aB C", "a_b c_d", "aB\tC", "socket soc", "a _url"]

MESSY_VALUES: list[Any] = [
    None,
    1,
    2.5,
    True,
    "camelCase",
    [],
    {},
    [{"aB": 1}, {"c_d": [{"eF": {"g_h": None}}]}, "iJ", 3],
    {"outerKey": {"innerKey": [{"deepKey": "keepValue"}]}, "list_of_lists": [[{"xY": 1}], ["zW"]]},
    {"aB": 1, "a_b": 2},
    {"a_b": 1, "aB": 2},
    {"": 1},
]


def public_classes(module: ModuleType) -> dict[str, type]:
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("__") and isinstance(value, type) and value.__module__ == module.__name__
    }


def field_fact(field: "dataclasses.Field[Any]") -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}={json.dumps(field.default)}"
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.name}={json.dumps(field.default_factory())}"
    return field.name


def class_fact(cls: type) -> Any:
    if issubclass(cls, enum.Enum):
        return {name: member.value for name, member in cls.__members__.items()}
    if dataclasses.is_dataclass(cls):
        return [field_fact(field) for field in dataclasses.fields(cls)]
    return {name: value for name, value in vars(cls).items() if not name.startswith("_")}


def names() -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for package in VERSIONS:
        if importlib.util.find_spec(f"ocpp.{package}") is None:
            continue  # the old releases have no v21
        for submodule in SUBMODULES:
            module = importlib.import_module(f"ocpp.{package}.{submodule}")
            own = public_classes(module)
            borrowed = [
                name
                for name in vars(module)
                if not name.startswith("__") and name not in own and name not in ("annotations", "Any")
            ]
            facts.setdefault(package, {})[submodule] = {name: class_fact(cls) for name, cls in own.items()}
            facts[package].setdefault("borrowed", {})[submodule] = sorted(borrowed)
    return facts


def schema_folder(package: str) -> Path:
    return Path(importlib.import_module(f"ocpp.{package}").__file__ or "").parent / "schemas"


def wire_names(package: str) -> list[str]:
    found: dict[str, None] = {}

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            properties = schema.get("properties")
            if isinstance(properties, dict):
                found.update(dict.fromkeys(properties))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    for path in sorted(schema_folder(package).glob("*.json")):
        walk(json.loads(path.read_text("utf-8-sig")))
    return sorted(found)


def casing() -> dict[str, Any]:
    charge_point = importlib.import_module("ocpp.charge_point")
    to_snake, to_camel = charge_point.camel_to_snake_case, charge_point.snake_to_camel_case
    wire = sorted({name for package in VERSIONS for name in wire_names(package)})
    python = {
        field.name
        for package in VERSIONS
        for submodule in ("call", "call_result", "datatypes")
        for cls in public_classes(importlib.import_module(f"ocpp.{package}.{submodule}")).values()
        for field in dataclasses.fields(cls)
    }
    python |= {next(iter(to_snake({name: 0}))) for name in wire}
    odd = [*dict.fromkeys(ODD_KEYS.split()), *ODD_KEYS_WITH_BLANKS]

    def table(convert: Any, keys: list[str]) -> dict[str, str]:
        return {key: next(iter(convert({key: 0}))) for key in keys}

    return {
        "camel_to_snake_case": {
            "wire_names": table(to_snake, wire),
            "odd_keys": table(to_snake, odd),
            "values": [[value, to_snake(value)] for value in MESSY_VALUES],
        },
        "snake_to_camel_case": {
            "python_names": table(to_camel, sorted(python)),
            "odd_keys": table(to_camel, odd),
            "values": [[value, to_camel(value)] for value in MESSY_VALUES],
        },
    }


def errors() -> dict[str, Any]:
    messages = importlib.import_module("ocpp.messages")
    ocpp_error = importlib.import_module("ocpp.exceptions").OCPPError
    letters = {
        "accepted": "A",
        "FormatViolationError": "F",
        "ProtocolError": "P",
        "TypeConstraintViolationError": "T",
    }

    def verdict(message_type: int, action: str, version: str, payload: dict[str, Any]) -> str:
        if message_type == 2:
            message = messages.Call("1", action, payload)
        else:
            message = messages.CallResult("1", payload, action=action)
        try:
            messages._validate_payload(message, version)
        except ocpp_error as error:
            return letters[type(error).__name__]
        return letters["accepted"]

    facts: dict[str, Any] = {}
    for package, version in VERSIONS.items():
        enums = importlib.import_module(f"ocpp.{package}.enums")
        for action in enums.Action:
            for message_type, kind in ((2, "call"), (3, "call_result")):
                try:
                    schema = messages.get_validator(message_type, action.value, version).schema
                except OSError:
                    continue
                fields = list(schema.get("properties", {}))
                payloads: dict[str, dict[str, Any]] = {
                    "empty": {},
                    "extra": {"notInTheSchema": 1},
                    "nulls": dict.fromkeys(fields),
                    "nulls_and_extra": {**dict.fromkeys(fields), "notInTheSchema": 1},
                    "first_null": dict.fromkeys(fields[:1]),
                    "last_null": dict.fromkeys(fields[-1:]),
                }
                verdicts = [verdict(message_type, action.value, version, payload) for payload in payloads.values()]
                facts.setdefault(version, {}).setdefault(kind, {})[action.value] = ["".join(verdicts), fields]
    return facts | {"letters": {letter: name for name, letter in letters.items()}}


def names_of_release(folder: str) -> dict[str, Any]:
    """Let an interpreter of its own write the names of a release that lies unpacked in `folder`."""
    command = [sys.executable, "-W", "ignore", __file__, "names"]
    environment = os.environ | {"PYTHONPATH": folder}
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return json.loads(output)


def old(folder_026: str, folder_100: str) -> dict[str, Any]:
    releases = [names_of_release(folder_026), names_of_release(folder_100)]
    now = names()
    facts: dict[str, Any] = {}
    for package in ("v16", "v201"):
        new_enums = now[package]["enums"]
        new_actions: dict[str, str] = new_enums["Action"]
        old_actions: dict[str, str] = {}
        for release in releases:
            old_actions |= release[package]["enums"]["Action"]
        facts[package] = {
            "payload_classes": {
                submodule: sorted(
                    {n for release in releases for n in release[package][submodule] if n.endswith("Payload")}
                )
                for submodule in ("call", "call_result")
            },
            "action_members": {
                name: value
                for name, value in old_actions.items()
                if name not in new_actions and value in new_actions.values()
            },
        }
    facts["v16"]["enum_members"] = {
        name: gone
        for name, members in releases[0]["v16"]["enums"].items()
        if name not in ("Action", "CiStringType")
        and (gone := {k: v for k, v in (members or {}).items() if k not in now["v16"]["enums"][name]})
    }
    new_names = now["v201"]["enums"]
    renamed: dict[str, str] = {}
    for release in releases:
        for name in release["v201"]["enums"]:
            if name not in new_names:
                new_name = RENAMED_OTHERWISE.get(name, f"{name.removesuffix('Type')}EnumType")
                assert new_name in new_names, name
                renamed[name] = new_name
    facts["v201"]["enum_classes"] = renamed
    return facts


def as_lines(value: Any, depth: int) -> str:
    """Render JSON with one entry a line down to `depth`, compact below, so that differences can be read."""
    if depth == 0 or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    lines = [f"{json.dumps(key)}:{as_lines(item, depth - 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def main(arguments: list[str]) -> None:
    what, *folders = arguments
    if what == "old":
        print(as_lines(old(*folders), 3))
    else:
        produce, depth = {"names": (names, 3), "casing": (casing, 3), "errors": (errors, 3)}[what]
        print(as_lines(produce(), depth))


if __name__ == "__main__":
    main(sys.argv[1:])
