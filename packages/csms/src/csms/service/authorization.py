"""Authorize, and the same question at the begin and end of transactions (block C)."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from csms.domain.authorization import Decision, IdToken, Policy, decide
from csms.domain.events import TokenRefused
from csms.domain.stations import StationKey
from csms.storage import stations, tokens, transactions
from csms.storage.engine import Tx


class House(Struct, frozen=True):
    """What holds at all stations.

    Args:
        accepts_unknown_tokens: tokens that are not registered may charge.
    """

    accepts_unknown_tokens: bool = False


class Occasion(StrEnum):
    """Why a station shows a token."""

    AUTHORIZE = "authorize"
    START = "start"
    EVENT = "event"
    """While a transaction runs."""
    STOP = "stop"


class Own(Struct, frozen=True):
    """The transaction that a token is shown for.

    Args:
        number: ours; 0 if it is still to come.
        evse: where it is, if that is known: what is still open there has ended, or is the same.
    """

    number: int = 0
    evse: int | None = None


def authorize(
    tx: Tx,
    station: StationKey,
    house: House,
    id_token: IdToken,
    now: datetime,
    occasion: Occasion = Occasion.AUTHORIZE,
    own: Own | None = None,
    *,
    is_old: bool = False,
    is_repeated: bool = False,
) -> Decision:
    """Decide whether a driver may charge at a station, and log it.

    Args:
        tx: the transaction of the database.
        station: where the token was shown.
        house: what holds at all stations.
        id_token: what was shown.
        now: when it came.
        occasion: why it was shown. Authorize does not say whether a transaction is to begin or to end (OCPP 1.6,
            4.1), so only a begin is refused because the token has too many transactions.
        own: the transaction that it was shown for.
        is_old: it was shown long ago. Then it is not counted how many transactions it has now, and nobody is alarmed.
        is_repeated: the station repeats what it has said. Then the answer is as it was, whatever has begun since, and
            nobody is alarmed again.
    """
    record = stations.get(tx.connection, station.id)
    token = None if id_token.is_empty else tokens.find(tx.connection, id_token.registered_key)
    elsewhere = 0
    if occasion is Occasion.START and not is_old and token is not None and token.concurrent_limit is not None:
        own = own or Own()
        elsewhere = transactions.count_open(
            tx.connection, id_token.key, own.number, station.id, own.evse, begun_before=is_repeated
        )
    policy = Policy(station.identity, house.accepts_unknown_tokens, record.is_free)
    decision = decide(id_token, token, policy, now, elsewhere)
    tokens.add_decision(tx, station.id, id_token, occasion, decision, now)
    if not (decision.is_accepted or is_old or is_repeated or occasion is Occasion.STOP):
        tx.emit(
            TokenRefused(
                station=station.identity,
                at=now,
                id_token=id_token.shown,
                status=decision.status.value,
                reason=decision.reason,
            )
        )
    return decision
