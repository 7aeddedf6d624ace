"""The corpus: messages that no good charge point sends, by name. `{id}` stands for the id of a call that waits."""

import json
from collections.abc import Iterator
from typing import Any

MEBIBYTE = "x" * 2**20

ODD_VALUES = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e2",
    "-0.0",
    '""',
    '" "',
    '"1"',
    '"\\u0000"',
    '"\\ud83d\\ude00"',
    "[]",
    "[[]]",
    "[1,2,3]",
    "{}",
    '{"id":"1"}',
]

NUMBERS = [
    "1e999",
    "-1e999",
    "1e-999",
    "1e308",
    "1" + "0" * 400,
    "9" * 5000,
    "-" + "9" * 5000,
    "0." + "9" * 5000,
    "1e" + "9" * 50,
    str(2**63),
    str(2**64),
    str(-(2**63) - 1),
]

NO_JSON = [
    "NaN",
    "Infinity",
    "-Infinity",
    "01",
    "+1",
    ".5",
    "1.",
    "0x10",
    "undefined",
    "None",
    "True",
    "'text'",
    '"\\x41"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u12"',
    '"a\nb"',
    '"a\tb"',
    '"a\x00b"',
    '"open',
    "[1,]",
    '{"a":1,}',
    '{"a":}',
    '{"a"}',
    "{a:1}",
    '{"a":1 "b":2}',
    "[1 2]",
    "// comment",
    "",
]

GARBAGE = {
    "empty": "",
    "blanks": " \t\r\n",
    "a mebibyte of blanks": " " * 2**20,
    "AT command": "AT+CSQ\r\n",
    "modem answer": "\r\n+CSQ: 17,99\r\n\r\nOK\r\n",
    "escape sequence": "+++ATH",
    "HTTP": "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
    "SOAP": '<?xml version="1.0"?><soap:Envelope><soap:Body/></soap:Envelope>',
    "NMEA": "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47",
    "a mebibyte of text": MEBIBYTE,
    "a mebibyte of brackets": "[" * 2**20,
    "a mebibyte of braces": '{"a":' * (2**20 // 5),
    "a mebibyte of escapes": '["' + "\\u0041" * (2**20 // 6) + '"]',
    "mark and frame": '\ufeff[2,"1","Heartbeat",{}]',
    "mark alone": "\ufeff",
    "zero": "\x00",
    "zeros after a frame": '[2,"1","Heartbeat",{}]\x00\x00',
    "two frames": '[2,"1","Heartbeat",{}][2,"2","Heartbeat",{}]',
    "two lines": '[2,"1","Heartbeat",{}]\n[2,"2","Heartbeat",{}]',
    "lone surrogate": "\ud800",
    "lone surrogate in the id": '[2,"\ud800","Heartbeat",{}]',
    "lone surrogate in the action": '[2,"1","\udfff",{}]',
    "lone surrogate in the payload": '[2,"1","Heartbeat",{"\ud800":"\udfff"}]',
    "null": "null",
    "true": "true",
    "number": "5",
    "text": '"text"',
    "text of a frame": '"[2,\\"1\\",\\"Heartbeat\\",{}]"',
    "object": '{"messageTypeId":2,"uniqueId":"1","action":"Heartbeat","payload":{}}',
    "frame in a frame": '[[2,"1","Heartbeat",{}]]',
}

BINARY = {
    "no UTF-8": b"\xff\xfe\x00\x01",
    "UTF-16": '[2,"1","Heartbeat",{}]'.encode("utf-16"),
    "UTF-32": '[2,"1","Heartbeat",{}]'.encode("utf-32"),
    "Latin-1 id": b'[2,"\xe4","Heartbeat",{}]',
    "Latin-1 action": b'[2,"1","\xe4",{}]',
    "Latin-1 value": b'[2,"1","BootNotification",{"chargePointVendor":"\xe4"}]',
    "Latin-1 key": b'[2,"1","BootNotification",{"\xe4":1}]',
    "Latin-1 secret": b'[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"\xe4"}]',
    "Latin-1 error": b'[4,"1","\xe4","\xe4",{"\xe4":"\xe4"}]',
    "surrogate as UTF-8": b'[2,"1","Heartbeat",{"a":"\xed\xa0\x80"}]',
    "overlong UTF-8": b'[2,"1","Heartbeat",{"a":"\xc0\xaf"}]',
    "cut UTF-8": b'[2,"1","Heartbeat",{"a":"\xe4\xb8"}]',
    "compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x8b\x8e\x05\x00",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "zeros": bytes(1000),
    "all bytes": bytes(range(256)),
}

NOT_TEXT: dict[str, Any] = {
    "None": None,
    "an int": 5,
    "a list": [],
    "an object": object(),
    "a bytearray": bytearray(b"{"),
    "a tuple": (2, "1", "Heartbeat", {}),
}

DEPTHS = (1, 10, 100, 300, 450, 500, 600, 800, *range(900, 1010, 3), 1500, 3000, 100_000)

ERROR_CODES = ['"GenericError"', '"FormationViolation"', '"VendorTrouble"', '""', f'"{MEBIBYTE}"']


def requests() -> Iterator[tuple[str, str]]:
    """Yield requests that are odd somewhere behind their kind."""
    for action in ("Heartbeat", "BootNotification", "DataTransfer"):
        for value in (*ODD_VALUES, *NUMBERS, *NO_JSON):
            short = f"{value[:12]}..{len(value)}"
            yield f"{action} payload {short}", f'[2,"1","{action}",{value}]'
            yield f"{action} field {short}", f'[2,"1","{action}",{{"vendorId":"v","data":{value}}}]'
            yield f"{action} list {short}", f'[2,"1","{action}",{{"reason":[{value}]}}]'
            yield f"{action} secret {short}", f'[2,"1","{action}",{{"password":{value}}}]'
            yield f"{action} customData {short}", f'[2,"1","{action}",{{"customData":{value}}}]'
    for value in (*ODD_VALUES, *NUMBERS, *NO_JSON):
        short = f"{value[:12]}..{len(value)}"
        yield f"kind {short}", f'[{value},"1","Heartbeat",{{}}]'
        yield f"id {short}", f'[2,{value},"Heartbeat",{{}}]'
        yield f"action {short}", f'[2,"1",{value},{{}}]'
        yield f"more {short}", f'[2,"1","Heartbeat",{{}},{value}]'
    for name in ("self", "class", "request", "call_unique_id", "callUniqueId", "__class__", "", "\\u0000", "a.b", "*"):
        yield f"field named {name}", f'[2,"1","BootNotification",{{"{name}":1}}]'
    yield "the same field twice", '[2,"1","BootNotification",{"reason":"PowerUp","reason":5}]'
    yield "a mebibyte as id", f'[2,"{MEBIBYTE}","Heartbeat",{{}}]'
    yield "a mebibyte as action", f'[2,"1","{MEBIBYTE}",{{}}]'
    yield "a mebibyte as value", f'[2,"1","BootNotification",{{"chargePointVendor":"{MEBIBYTE}"}}]'
    yield "a mebibyte as key", f'[2,"1","BootNotification",{{"{MEBIBYTE}":1}}]'
    yield "a mebibyte as enum", f'[2,"1","BootNotification",{{"reason":"{MEBIBYTE}","chargingStation":{{}}}}]'
    yield "a mebibyte of keys", json.dumps([2, "1", "BootNotification", {f"{n:010}": n for n in range(50_000)}])
    yield "a mebibyte of items", json.dumps([2, "1", "BootNotification", {"reason": list(range(150_000))}])
    yield "a mebibyte of wide characters", '[2,"1","BootNotification",{"reason":"%s"}]' % ("\U0001f50c" * 2**18)


def nested() -> Iterator[tuple[str, str]]:
    """Yield frames that are nested deeply in every place that can hold a value."""
    places = {
        "payload": '[2,"1","BootNotification",%s]',
        "field": '[2,"1","BootNotification",{"chargePointVendor":%s}]',
        "extra": '[2,"1","BootNotification",{"reason":"PowerUp","more":%s}]',
        "data": '[2,"1","DataTransfer",{"vendorId":"v","data":%s}]',
        "customData": '[2,"1","DataTransfer",{"vendorId":"v","customData":{"vendorId":"v","x":%s}}]',
        "secret": '[2,"1","BootNotification",{"password":%s}]',
        "escape": '[2,"1","BootNotification",{"\\u0041":%s}]',
        "unknown action": '[2,"1","Levitate",%s]',
        "id": '[2,%s,"Heartbeat",{}]',
        "action": '[2,"1",%s,{}]',
        "kind": '[%s,"1","Heartbeat",{}]',
        "result": '[3,"{id}",%s]',
        "details": '[4,"{id}","GenericError","",%s]',
        "refusal": '[5,"{id}","GenericError","",%s]',
        "send": '[6,"1","NotifyPeriodicEventStream",%s]',
    }
    for place, frame in places.items():
        for depth in DEPTHS:
            yield f"{place} {depth} lists deep", frame % ("[" * depth + "]" * depth)
        for depth in (500, 900, 990, 100_000):
            yield f"{place} {depth} objects deep", frame % ('{"a":' * depth + "1" + "}" * depth)
            yield f"{place} {depth} deep and open", frame % ("[" * depth)


def answers() -> Iterator[tuple[str, str]]:
    """Yield answers that are odd, to a call that waits and to nobody."""
    for message_id in ("{id}", "nobody"):
        who = "awaited" if message_id == "{id}" else "unknown"
        for value in (*ODD_VALUES, *NUMBERS, *NO_JSON):
            short = f"{value[:12]}..{len(value)}"
            yield f"{who} result {short}", f'[3,"{message_id}",{value}]'
            yield f"{who} result field {short}", f'[3,"{message_id}",{{"status":{value}}}]'
            yield f"{who} code {short}", f'[4,"{message_id}",{value},"",{{}}]'
            yield f"{who} description {short}", f'[4,"{message_id}","GenericError",{value},{{}}]'
            yield f"{who} details {short}", f'[4,"{message_id}","GenericError","",{value}]'
            yield f"{who} refusal {short}", f'[5,"{message_id}","GenericError",{value},{value}]'
        for code in ERROR_CODES:
            yield f"{who} error {code[:20]}", f'[4,"{message_id}",{code},"",{{}}]'
            yield f"{who} refusal {code[:20]}", f'[5,"{message_id}",{code},"",{{}}]'
        yield f"{who} mebibyte", f'[3,"{message_id}",{{"status":"{MEBIBYTE}"}}]'
    for value in (*ODD_VALUES, *NUMBERS, *NO_JSON):
        for kind in (3, 4, 5):
            yield f"id of kind {kind} {value[:12]}..{len(value)}", f'[{kind},{value},{{}},"",{{}}]'


def counts() -> Iterator[tuple[str, str]]:
    """Yield frames of every kind with every number of elements."""
    elements = ['"1"', '"Heartbeat"', "{}", "{}", '""', "null", "{}"]
    for kind in (*range(-2, 10), 10**8, 10**30):
        for count in range(len(elements) + 1):
            yield f"kind {kind} with {count} elements", f"[{','.join([str(kind), *elements[:count]])}]"


def sends() -> Iterator[tuple[str, str]]:
    """Yield unconfirmed messages that are odd."""
    for value in (*ODD_VALUES, *NUMBERS, *NO_JSON):
        short = f"{value[:12]}..{len(value)}"
        yield f"send payload {short}", f'[6,"1","NotifyPeriodicEventStream",{value}]'
        yield f"send field {short}", f'[6,"1","NotifyPeriodicEventStream",{{"data":{value}}}]'
        yield f"send action {short}", f'[6,"1",{value},{{}}]'
        yield f"send id {short}", f'[6,{value},"NotifyPeriodicEventStream",{{}}]'


def corpus() -> dict[str, Any]:
    """Return every message of the corpus by its name."""
    messages: dict[str, Any] = {**GARBAGE, **BINARY, **NOT_TEXT}
    for family in (requests, nested, answers, counts, sends):
        for name, text in family():
            assert name not in messages, name
            messages[name] = text
    # A frame that breaks off, at every character, and with every character damaged.
    good = '[2,"1","BootNotification",{"chargePointVendor":"\u00e4","chargePointModel":"m"}]'
    for length in range(1, len(good)):
        messages[f"cut after {length}"] = good[:length]
        messages[f"damaged at {length}"] = f"{good[:length]}\x00{good[length + 1 :]}"
    return messages
