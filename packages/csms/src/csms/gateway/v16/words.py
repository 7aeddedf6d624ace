"""Words of OCPP 1.6 for those of the domain."""

from csms.domain.authorization import AuthorizationStatus, Decision, IdToken
from csms.gateway.times import to_text
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus as Status

_STATUSES = {
    AuthorizationStatus.ACCEPTED: Status.accepted,
    AuthorizationStatus.BLOCKED: Status.blocked,
    AuthorizationStatus.CONCURRENT_TX: Status.concurrent_tx,
    AuthorizationStatus.EXPIRED: Status.expired,
}
"""What 1.6 has no word for is Invalid."""

TAG_LENGTH = 20


def id_tag_info(decision: Decision) -> IdTagInfo:
    """Return a decision as stations read it."""
    group = decision.group
    return IdTagInfo(
        status=_STATUSES.get(decision.status, Status.invalid),
        parent_id_tag=group if group and len(group) <= TAG_LENGTH else None,
        expiry_date=None if decision.expires_at is None else to_text(decision.expires_at),
    )


def id_token(id_tag: str | None) -> IdToken | None:
    """Return a tag as the domain has it; an empty one is none (quirk 29)."""
    return IdToken(id_tag) if id_tag and id_tag.strip() else None
