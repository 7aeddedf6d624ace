"""The model's words in OCPP 2.x."""

from typing import TypeAlias

from csms_simulator.dialects.v2.times import from_text
from csms_simulator.model.authorization import Verdict
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import Status, Token
from ocpp import v21, v201
from ocpp.v21.datatypes import IdTokenType

IdTokenInfo: TypeAlias = v201.datatypes.IdTokenInfoType | v21.datatypes.IdTokenInfoType

_STATUSES = {
    Status.AVAILABLE: "Available",
    Status.RESERVED: "Reserved",
    Status.UNAVAILABLE: "Unavailable",
    Status.FAULTED: "Faulted",
}

_MOST_TELLING_FIRST = ("Faulted", "Occupied", "Reserved", "Available", "Unavailable")


def connector_status(status: Status) -> str:
    """Return one of the five states that OCPP 2.x has (ConnectorStatusEnumType)."""
    return _STATUSES.get(status, "Occupied")


def evse_status(evse: Evse) -> str:
    """Return the state of an EVSE, which is that of the connector with most to tell."""
    states = {connector_status(evse.status(number)) for number in range(1, len(evse.layout.connectors) + 1)}
    return next(state for state in _MOST_TELLING_FIRST if state in states)


def token_of(id_token: IdTokenType) -> Token:
    """Return what a driver has shown."""
    return Token(id_token.id_token, str(id_token.type))


def id_token(token: Token) -> IdTokenType:
    """Return a token as messages have it."""
    return IdTokenType(id_token=token.id, type=token.kind)


def verdict_of(info: IdTokenInfo) -> Verdict:
    """Return what the central system thinks of a token."""
    return Verdict(
        accepted=info.status == "Accepted",
        group=None if info.group_id_token is None else info.group_id_token.id_token,
        expires_at=from_text(info.cache_expiry_date_time),
        status=str(info.status),
    )
