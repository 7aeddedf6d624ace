"""Hiding secrets in the text of frames, for logs."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

MASK = "***"

SECRET_NAMES = frozenset({"apnpassword", "authorizationkey", "basicauthpassword", "password", "simpin"})
"""Fields, configuration keys (1.6) and variables (2.x) whose values are secrets, in lower case."""

ID_TOKEN_NAMES = frozenset({"idtag", "parentidtag", "idtoken"})
"""Fields that hold the identity of a driver, in lower case."""

# Searched one by one in lower case: a tenth of the time of a pattern with alternatives. Any name may be escaped.
_SECRET_MARKS = ("password", "authorizationkey", "simpin", "vpn", "\\u")
_ID_TOKEN_MARKS = ("idtag", "idtoken")


def may_hold_secret(text: str | bytes) -> bool:
    """Tell whether a password or key could be in a text."""
    return _holds_any(_SECRET_MARKS, _text_of(text))


def mask(frame: str | bytes, *, id_tokens: bool = False) -> str:
    """Return the frame as text with passwords and keys replaced by `***`, id tokens too if asked for.

    Passwords and keys occur in ChangeConfiguration and GetConfiguration (AuthorizationKey), in SetVariables
    (BasicAuthPassword) and in SetNetworkProfile (of the station, the access point and the tunnel). Text that may hold
    a secret but cannot be read is hidden whole.
    """
    text = _text_of(frame)
    if not _holds_any(_SECRET_MARKS, text) and not (id_tokens and _holds_any(_ID_TOKEN_MARKS, text)):
        return text
    data = frame.encode("utf-8", "replace") if isinstance(frame, str) else frame
    hidden = SECRET_NAMES | ID_TOKEN_NAMES if id_tokens else SECRET_NAMES
    try:
        return msgspec.json.encode(_mask(msgspec.json.decode(data), hidden)).decode()
    except (ValueError, RecursionError):
        return f"<{len(data)} bytes that cannot be read>"


def loggable(message: object) -> str:
    """Return anything that came through a connection as text for a log line."""
    if isinstance(message, str | bytes):
        return mask(message)
    return mask(repr(message))


def _text_of(frame: str | bytes) -> str:
    return frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame


def _holds_any(marks: tuple[str, ...], text: str) -> bool:
    lower = text.lower()
    for mark in marks:  # noqa: SIM110 - a generator takes longer than the search
        if mark in lower:
            return True
    return False


def _mask(value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_mask(item, hidden) for item in cast(list[Any], value)]
    if isinstance(value, str) and not value.isidentifier():
        # The details of an error often hold the text of the frame that caused it, or its beginning.
        return mask(value, id_tokens=hidden >= ID_TOKEN_NAMES and value.lstrip()[:1] in {"[", "{"})
    if not isinstance(value, dict):
        return value
    fields = cast(dict[str, Any], value)
    masked: dict[str, Any] = {
        name: MASK if name.lower() in hidden and isinstance(item, str | int) else _mask(item, hidden)
        for name, item in fields.items()
    }
    if sets_secret(fields, hidden):
        masked |= {name: MASK for name in ("value", "attributeValue") if name in fields}
    if isinstance(masked.get("vpn"), dict) and "key" in masked["vpn"]:
        # Its shared key is called as any configuration key is.
        masked["vpn"]["key"] = MASK
    return masked


def sets_secret(fields: Mapping[str, object], hidden: frozenset[str]) -> bool:
    """Tell whether an object is the setting of a secret: {"key": ...} in 1.6, {"variable": {"name": ...}} in 2.x."""
    key = fields.get("key")
    variable = fields.get("variable")
    if isinstance(variable, dict):
        key = cast(dict[str, object], variable).get("name")
    return isinstance(key, str) and key.lower() in hidden
