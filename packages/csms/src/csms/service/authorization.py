"""Authorize, and the same question at the begin and end of transactions (block C)."""

from datetime import datetime

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


def authorize(
    tx: Tx,
    station: StationKey,
    house: House,
    id_token: IdToken,
    now: datetime,
    occasion: str = "authorize",
    own_transaction: int = 0,
) -> Decision:
    """Decide whether a driver may charge at a station, and log it."""
    record = stations.get(tx.connection, station.id)
    token = tokens.find(tx.connection, id_token.key)
    # Authorize does not say whether a transaction is to begin or to end (OCPP 1.6, 4.1).
    begins = occasion in {"start", "event"}
    limited = begins and token is not None and token.concurrent_limit is not None
    elsewhere = transactions.count_open(tx.connection, id_token.key, own_transaction) if limited else 0
    policy = Policy(station.identity, house.accepts_unknown_tokens, record.is_free)
    decision = decide(id_token, token, policy, now, elsewhere)
    tokens.add_decision(tx.connection, station.id, id_token, occasion, decision, now)
    if not decision.is_accepted:
        tx.emit(
            TokenRefused(
                station=station.identity,
                at=now,
                id_token=id_token.value,
                status=decision.status.value,
                reason=decision.reason,
            )
        )
    return decision
