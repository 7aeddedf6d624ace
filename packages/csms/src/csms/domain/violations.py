"""What stations do wrong and is tolerated: counted per station, rule and action."""

from datetime import datetime

from msgspec import Struct

LONGEST_EXAMPLE = 500
"""Characters."""


class Violation(Struct, frozen=True, kw_only=True):
    """Messages of a station that became readable only by a repair.

    Args:
        rule: the name of the tolerance.
        action: the message; "" where it is not known.
        count: how many repairs there were.
        first_at: when it was seen first.
        last_at: when it was seen last.
        example: the last repair in words: where, what stood there, what was made of it. Secrets are masked.
    """

    rule: str
    action: str
    count: int
    first_at: datetime
    last_at: datetime
    example: str

    def and_later(self, other: "Violation") -> "Violation":
        """Return this one and a later one of the same rule and action as one."""
        return Violation(
            rule=self.rule,
            action=self.action,
            count=self.count + other.count,
            first_at=self.first_at,
            last_at=other.last_at,
            example=other.example,
        )
