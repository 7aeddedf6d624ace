"""Long lists, page by page: what has been seen is named by an opaque cursor, so that nothing is skipped or doubled."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from csms.web.problems import Fault, Problem, bad_request

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 1000

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""A key of the database in a cursor."""
Time = Annotated[datetime, Meta(tz=True)]
"""A time in a cursor."""

R = TypeVar("R")
T = TypeVar("T")
P = TypeVar("P")


class Page(Struct, Generic[T], frozen=True):
    """A part of a list."""

    items: Annotated[Sequence[T], Meta(description="The items of this page.")]
    next: Annotated[
        str | None, Meta(description="Give it as `cursor` to get the next page; null: there is nothing more.")
    ]


class Paging(Struct, frozen=True):
    """Which page is asked for.

    Args:
        limit: how many items it has at most.
        cursor: where the page before has ended; None: the first page is asked for.
    """

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def after(self, position: type[P]) -> P | None:
        """Return the position of the last item of the page before, None for the first page.

        Args:
            position: what the list is ordered by: `str`, `tuple[Number]`, `tuple[Time, Number]`.

        Raises: Problem: the cursor is not one of this list.
        """
        if self.cursor is None:
            return None
        try:
            text = base64.b64decode(
                self.cursor.encode() + b"=" * (-len(self.cursor) % 4), altchars=b"-_", validate=True
            )
            return msgspec.json.decode(text, type=position)
        except (ValueError, binascii.Error, msgspec.DecodeError):
            raise _bad_cursor() from None

    def page(self, rows: Sequence[R], make: Callable[[R], T], position: Callable[[R], object]) -> Page[T]:
        """Return the page of these rows.

        Args:
            rows: what the database has found: one more than `limit`, if there is more.
            make: returns what is answered for a row.
            position: returns what the list is ordered by, of a row.
        """
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return Page([make(row) for row in shown], cursor_at(position(shown[-1])) if more else None)


def cursor_at(position: object) -> str:
    """Return the cursor of what comes after a position."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def _bad_cursor() -> Problem:
    return bad_request("The request is not valid", Fault("query.cursor", "It is not a cursor that this list has given"))


def provide_paging(
    limit: Annotated[
        int, QueryParameter(ge=1, le=LARGEST_LIMIT, description="How many items the page has at most.")
    ] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None,
        QueryParameter(
            max_length=1000,
            pattern="^[A-Za-z0-9_-]+$",
            description="The `next` of the page before. Without it, the list begins.",
        ),
    ] = None,
) -> Paging:
    """Read the parameters of a list."""
    return Paging(limit, cursor)
