"""Words of OCPP 2.x for those of the domain."""

from csms.domain.authorization import Decision, IdToken
from csms.gateway.times import to_text
from ocpp.v21.datatypes import IdTokenInfoType, IdTokenType


def id_token(token: IdTokenType | None) -> IdToken | None:
    """Return a token as the domain has it."""
    return None if token is None else IdToken(token.id_token, str(token.type))


def id_token_info(decision: Decision) -> IdTokenInfoType:
    """Return a decision as stations read it."""
    return IdTokenInfoType(
        status=decision.status.value,
        # A group is known by its text alone; Central is the type of what the operator has made.
        group_id_token=None if decision.group is None else IdTokenType(id_token=decision.group, type="Central"),
        cache_expiry_date_time=None if decision.expires_at is None else to_text(decision.expires_at),
    )
