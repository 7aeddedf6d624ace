"""Tables as CSV, for spreadsheets: transactions and tokens, and tokens the other way round."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.response import Stream
from msgspec import Meta, Struct

from csms.domain.authorization import Token
from csms.domain.csv_text import BYTE_ORDER_MARK, Cell, lines_of
from csms.domain.token_csv import TITLES, LineFault, TokenLine, read_lines
from csms.service import tokens as service
from csms.storage import token_lists, transaction_lists
from csms.storage.engine import Store
from csms.storage.token_lists import TokenFilter
from csms.storage.transaction_lists import TransactionFilter
from csms.web.api import tokens, transactions
from csms.web.api.tokens import TokenRequest
from csms.web.api.transactions import ChargingTransaction
from csms.web.fields import Identity, ZoneName, check_zone
from csms.web.problems import Fault, unprocessable

ROWS_AT_ONCE = 500
MOST_TOKENS = 20_000
"""How many tokens are imported at once: stations wait meanwhile."""
LONGEST_IMPORT_BYTES = 4 * 2**20
MOST_FAULTS = 100
CSV = "text/csv"

Row = dict[str, Any]

_TRANSACTION_TITLES = ChargingTransaction.__struct_fields__


class TokenImport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tokens to be registered, as CSV."""

    csv: Annotated[
        str,
        Meta(
            min_length=1,
            description="The first line has the titles: `id_token`, and any of `type`, `group`, `is_blocked`,"
            " `expires_at`, `concurrent_limit`, `stations` (with blanks between them), `note`. Commas or semicolons"
            " separate.",
            extra_json_schema={"format": "tokens-csv", "contentMediaType": CSV},
        ),
    ]
    time_zone: Annotated[ZoneName, Meta(description="Of times that name none.")] = "UTC"


class ImportedTokens(Struct, frozen=True, kw_only=True):
    """What an import has done."""

    new: Annotated[int, Meta(description="How many tokens were not registered before.")]
    changed: Annotated[int, Meta(description="How many were; all of them was replaced.")]


class _ImportedToken(TokenRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token of a line, as it would be sent alone."""

    id_token: Identity


@get("/transactions.csv", media_type=CSV, tags=["Transactions"], dependencies=transactions.WANTED)
async def export_transactions(store: NamedDependency[Store], wanted: NamedDependency[TransactionFilter]) -> Stream:
    """Return transactions as CSV, those that began last first; the columns are the fields of the list.

    Texts that a spreadsheet would take for formulas have an apostrophe in front.
    """

    def page(connection: sa.Connection, after: transaction_lists.Position | None) -> list[Row]:
        return transaction_lists.transactions(connection, wanted, after, ROWS_AT_ONCE)

    return _download(
        "transactions.csv",
        _TRANSACTION_TITLES,
        _pages(store, page, _transaction_cells, lambda row: (row["started_at"], row["id"])),
    )


@get("/tokens.csv", media_type=CSV, tags=["Tokens"], dependencies=tokens.WANTED)
async def export_tokens(store: NamedDependency[Store], wanted: NamedDependency[TokenFilter]) -> Stream:
    """Return tokens as CSV, in alphabetical order, as they can be imported.

    Texts that a spreadsheet would take for formulas have an apostrophe in front, which an import takes away again.
    """

    def page(connection: sa.Connection, after: str | None) -> list[Row]:
        return token_lists.tokens(connection, wanted, after, ROWS_AT_ONCE)

    return _download("tokens.csv", TITLES, _pages(store, page, _token_cells, lambda row: row["key"]))


@post("/tokens/import", tags=["Tokens"], status_code=200, request_max_body_size=LONGEST_IMPORT_BYTES)
async def import_tokens(
    store: NamedDependency[Store], now: NamedDependency[datetime], data: JSONBody[TokenImport]
) -> ImportedTokens:
    """Register the tokens of a CSV text, all of them or none; of those that are known, all is replaced.

    What is wrong is told line by line, and then nothing is changed.
    """
    check_zone("body.time_zone", data.time_zone)
    found, faults = await asyncio.to_thread(_read, data.csv, ZoneInfo(data.time_zone))
    if faults:
        shown = faults[:MOST_FAULTS]
        told = "1 line is told" if len(shown) == 1 else f"{len(shown)} lines are told"
        more = f" and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise unprocessable(
            f"The file is not right, and nothing was changed: {told}{more}",
            *(Fault(f"body.csv line {fault.line}", fault.text) for fault in shown),
        )
    new = await store.write(service.put_many, found, now)
    return ImportedTokens(new=new, changed=len(found) - new)


def _read(text: str, zone: ZoneInfo) -> tuple[list[Token], list[LineFault]]:
    """Return the tokens of a text, and what is wrong in it."""

    def read_time(text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        except (ValueError, OverflowError):
            raise ValueError(f"{text!r} is no time; it looks like 2031-05-04T12:00:00Z or 2031-05-04") from None

    lines, faults = read_lines(text, read_time)
    if len(lines) > MOST_TOKENS:
        return [], [LineFault(lines[MOST_TOKENS].line, f"there are more than {MOST_TOKENS} tokens: import it in parts")]
    found: list[Token] = []
    for line in lines:
        try:
            found.append(_token(line))
        except msgspec.ValidationError as error:
            faults.append(LineFault(line.line, f"{line.id_token}: {error}"))
    return found, sorted(faults, key=lambda fault: fault.line)


def _token(line: TokenLine) -> Token:
    """Return the token of a line. Raises: msgspec.ValidationError: it could not be registered alone either."""
    values = msgspec.structs.asdict(line)
    del values["line"]
    if line.type is None:
        del values["type"]
    asked = msgspec.convert(values, _ImportedToken)
    return Token(
        asked.id_token,
        asked.type,
        asked.group,
        asked.is_blocked,
        asked.expires_at,
        asked.concurrent_limit,
        tuple(asked.stations),
        asked.note,
    )


def _download(name: str, titles: Sequence[str], pages: AsyncIterator[str]) -> Stream:
    async def content() -> AsyncIterator[str]:
        yield BYTE_ORDER_MARK + lines_of([titles])
        async for page in pages:
            yield page

    return Stream(
        content(),
        media_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _pages(
    store: Store,
    page: Callable[[sa.Connection, Any], list[Row]],
    cells: Callable[[Row], Sequence[Cell]],
    position: Callable[[Row], object],
) -> AsyncIterator[str]:
    """Yield the lines of a list page by page; they are written in the thread that reads them."""

    def read(connection: sa.Connection, after: object) -> tuple[str, object, bool]:
        rows = page(connection, after)
        return lines_of(map(cells, rows)), position(rows[-1]) if rows else None, len(rows) == ROWS_AT_ONCE

    after: object = None
    is_more = True
    while is_more:
        text, after, is_more = await store.read(read, after)
        yield text


def _transaction_cells(row: Row) -> list[Cell]:
    flags = " ".join(msgspec.json.decode(row["flags"], type=list[str]))
    return [flags if title == "flags" else row[title] for title in _TRANSACTION_TITLES]


def _token_cells(row: Row) -> list[Cell]:
    stations = " ".join(msgspec.json.decode(row["stations"], type=list[str]))
    return [stations if title == "stations" else row[title] for title in TITLES]
