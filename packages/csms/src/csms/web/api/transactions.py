"""Transactions: who has charged, when and how much."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from csms.domain.authorization import IdToken
from csms.domain.findings import Finding
from csms.domain.transaction_findings import find
from csms.service.lost_transactions import StillRunningError, end_by_operator
from csms.storage import transaction_lists
from csms.storage.engine import Store
from csms.storage.transaction_findings import facts_of
from csms.storage.transaction_lists import TransactionFilter
from csms.web.access import Principal
from csms.web.fields import (
    EvseInQuery,
    IdTokenInQuery,
    Period,
    SiteInQuery,
    StationInQuery,
    Text,
    TimePosition,
    TransactionInPath,
    answer_from,
    site_wanted,
)
from csms.web.paging import Page, Paging
from csms.web.problems import conflict, not_found


class ChargingTransaction(Struct, frozen=True, kw_only=True):
    """Somebody has charged, or does."""

    id: Annotated[int, Meta(description="Our number; in 1.6 also the station's.")]
    station: Annotated[str, Meta(description="Identity of the station.")]
    site: Annotated[int | None, Meta(description="Number of the site where the station stands now.")]
    reference: Annotated[str, Meta(description="The station's own id of it.")]
    evse: Annotated[int | None, Meta(description="Where; null if the station has not said it.")]
    connector: Annotated[int | None, Meta(description="At which connector of the EVSE.")]
    is_open: Annotated[bool, Meta(description="It goes on.")]
    charging_state: Annotated[str | None, Meta(description="What is going on (2.x): Charging, SuspendedEV, ...")]
    id_token: Annotated[str | None, Meta(description="The token that began it.")]
    id_token_type: Annotated[str | None, Meta(description="What the token is.")]
    id_token_group: Annotated[str | None, Meta(description="The group of the token.")]
    authorization: Annotated[str | None, Meta(description="What was said to the token.")]
    started_at: Annotated[datetime, Meta(description="When it began, by the station's clock.")]
    ended_at: Annotated[datetime | None, Meta(description="When it ended, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When the server first learned of it.")]
    updated_at: Annotated[datetime, Meta(description="When the server last learned of it.")]
    stop_received_at: Annotated[datetime | None, Meta(description="When the server learned of its end.")]
    is_end_assumed: Annotated[bool, Meta(description="The station has not said that it ended, but it must have.")]
    is_offline: Annotated[bool, Meta(description="Some of it happened while the station had no link.")]
    stopped_reason: Annotated[str | None, Meta(description="Why it ended: Local, Remote, EVDisconnected, ...")]
    stop_id_token: Annotated[str | None, Meta(description="The token that ended it.")]
    reservation_id: Annotated[int | None, Meta(description="The reservation that it has used.")]
    remote_start_id: Annotated[int | None, Meta(description="The number of the remote start that it has come from.")]
    energy_wh: Annotated[float | None, Meta(description="What was delivered; null if nothing is known.")]
    meter_start_wh: Annotated[float | None, Meta(description="The register at its begin, as the station said.")]
    meter_stop_wh: Annotated[float | None, Meta(description="The register at its end, as the station said.")]
    power_w: Annotated[float | None, Meta(description="The power now; null if it has ended.")]
    soc_percent: Annotated[float | None, Meta(description="The charge of the vehicle's battery, last known.")]
    flags: Annotated[list[str], Meta(description="What is out of the ordinary; its history says more.")]


class TransactionDetails(ChargingTransaction, frozen=True, kw_only=True):
    """Somebody has charged, or does, and why it went as it did."""

    findings: Annotated[list[Finding], Meta(description="What is to be known of it, the worst first.")]


class EndRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transaction is over, though its station has not said so."""

    reason: Annotated[Text, Meta(description="Why, in your words; it stands in the history.")] = ""
    force: Annotated[bool, Meta(description="End it though it seems to run.")] = False


class MeterSample(Struct, frozen=True, kw_only=True):
    """What a meter showed at one time, in the units of the names; null: not said."""

    sampled_at: Annotated[datetime, Meta(description="When, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When it came.")]
    evse: Annotated[int, Meta(description="Where; 0 is the station's main meter.")]
    context: Annotated[str, Meta(description="Why it was taken: Sample.Periodic, Transaction.Begin, ...")]
    energy_import_wh: Annotated[float | None, Meta(description="Register of what was delivered to the vehicle.")]
    energy_export_wh: Annotated[float | None, Meta(description="Register of what the vehicle gave back.")]
    energy_interval_import_wh: Annotated[float | None, Meta(description="Delivered since the sample before.")]
    power_import_w: Annotated[float | None, Meta(description="Power to the vehicle.")]
    power_export_w: Annotated[float | None, Meta(description="Power from the vehicle.")]
    power_offered_w: Annotated[float | None, Meta(description="Power that the vehicle may take.")]
    current_import_a: Annotated[float | None, Meta(description="Current to the vehicle.")]
    current_export_a: Annotated[float | None, Meta(description="Current from the vehicle.")]
    current_offered_a: Annotated[float | None, Meta(description="Current that the vehicle may take.")]
    voltage_v: Annotated[float | None, Meta(description="Voltage between line and neutral.")]
    soc_percent: Annotated[float | None, Meta(description="Charge of the vehicle's battery.")]
    temperature_c: Annotated[float | None, Meta(description="Temperature.")]
    frequency_hz: Annotated[float | None, Meta(description="Frequency of the grid.")]
    power_l1_w: Annotated[float | None, Meta(description="Power of the first phase.")]
    power_l2_w: Annotated[float | None, Meta(description="Power of the second phase.")]
    power_l3_w: Annotated[float | None, Meta(description="Power of the third phase.")]
    current_l1_a: Annotated[float | None, Meta(description="Current of the first phase.")]
    current_l2_a: Annotated[float | None, Meta(description="Current of the second phase.")]
    current_l3_a: Annotated[float | None, Meta(description="Current of the third phase.")]
    current_n_a: Annotated[float | None, Meta(description="Current of the neutral conductor.")]
    voltage_l1_v: Annotated[float | None, Meta(description="Voltage of the first phase.")]
    voltage_l2_v: Annotated[float | None, Meta(description="Voltage of the second phase.")]
    voltage_l3_v: Annotated[float | None, Meta(description="Voltage of the third phase.")]
    notes: Annotated[list[str] | None, Meta(description="What was repaired, or could not be read.")]
    raw: (
        Annotated[Any, Meta(description="The values as the station sent them; only if `raw` was asked for.")]
        | UnsetType
    ) = UNSET


class HistoryLine(Struct, frozen=True, kw_only=True):
    """Something that happened in a transaction."""

    kind: Annotated[str, Meta(description="What kind of thing: started, updated, ended, note, energy, ...")]
    text: Annotated[str, Meta(description="What, in words.")]
    happened_at: Annotated[datetime, Meta(description="When, by the station's clock.")]
    received_at: Annotated[datetime, Meta(description="When the server learned of it.")]
    seq_no: Annotated[int | None, Meta(description="The number of the event (2.x).")]
    payload: Annotated[Any, Meta(description="What the station said more; null if nothing.")]


OrderInQuery = Annotated[Literal["newest", "oldest"], QueryParameter(description="Which of them comes first.")]


def provide_transaction_filter(
    period: NamedDependency[Period],
    station: StationInQuery = None,
    site: SiteInQuery = None,
    evse: EvseInQuery = None,
    token: IdTokenInQuery = None,
    is_open: Annotated[
        bool | None, QueryParameter(name="open", description="Only those that go on, or have ended.")
    ] = None,
    flag: Annotated[
        str | None,
        QueryParameter(max_length=50, pattern="^[a-z_]+$", description="Only those with this flag."),
    ] = None,
) -> TransactionFilter:
    """Read the parameters that narrow a list of transactions down."""
    return TransactionFilter(
        station=station,
        site=site_wanted(site),
        evse=evse,
        id_token_key=None if token is None else IdToken(token).key,
        is_open=is_open,
        since=period.since,
        until=period.until,
        flag=flag,
    )


WANTED = {"wanted": Provide(provide_transaction_filter, sync_to_thread=False)}
"""Of handlers that list transactions."""


class TransactionsController(Controller):
    """Who has charged."""

    path = "/transactions"
    tags = ("Transactions",)

    @get(dependencies=WANTED)
    async def list_transactions(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        wanted: NamedDependency[TransactionFilter],
    ) -> Page[ChargingTransaction]:
        """List transactions, those that began last first; `from` and `to` look at their begin."""
        rows = await store.read(transaction_lists.transactions, wanted, paging.after(TimePosition), paging.limit + 1)
        return paging.page(rows, _answer, lambda row: (row["started_at"], row["id"]))

    @get("/{number:int}")
    async def get_transaction(
        self, store: NamedDependency[Store], now: NamedDependency[datetime], number: TransactionInPath
    ) -> TransactionDetails:
        """Return a transaction, and in words why it went as it did.

        `findings` are what is out of the ordinary, the worst first, and how it ended: a refused token, faults, limits,
        a vehicle or a station that let no energy flow, a lost link, what was repaired. There are none of a transaction
        that goes on as it should.
        """
        return await _details(store, number, now)

    @post("/{number:int}/end", status_code=HTTPStatus.OK)
    async def end_transaction(
        self,
        request: Request[Principal, Any, State],
        store: NamedDependency[Store],
        now: NamedDependency[datetime],
        number: TransactionInPath,
        data: JSONBody[EndRequest | None] = None,
    ) -> TransactionDetails:
        """End a transaction that is over, though its station has not said so; the station is told nothing.

        Its last register holds, and its history says who has ended it. When the station tells of the end later, that
        holds; when it tells (2.x) that the transaction goes on, it is open again. One that has ended stays as it is.

        It is refused (409) while the transaction seems to run: if the station has told of it in the last 10 minutes,
        or is connected and says that the connector is in use. `force` ends it all the same. To have a station stop a
        transaction, send it `commands/remote-stop`.
        """
        wanted = data or EndRequest()
        try:
            await store.write(
                end_by_operator, number, request.user.label, now, reason=wanted.reason, is_forced=wanted.force
            )
        except LookupError:
            raise not_found(f"transaction {number}") from None
        except StillRunningError as error:
            raise conflict(
                f"Transaction {number} seems to run: {error}. Have the station stop it; if it is over all the same,"
                " end it with `force`"
            ) from None
        return await _details(store, number, now)

    @get("/{number:int}/samples")
    async def list_samples(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        number: TransactionInPath,
        raw: Annotated[bool, QueryParameter(description="With the values as the station sent them.")] = False,
        order: OrderInQuery = "oldest",
    ) -> Page[MeterSample]:
        """List what the meter showed during a transaction, in order of time."""
        await _find(store, number)
        rows = await store.read(
            transaction_lists.samples,
            number,
            paging.after(TimePosition),
            paging.limit + 1,
            is_newest_first=order == "newest",
        )
        return paging.page(rows, _sample_with_raw if raw else _sample, lambda row: (row["sampled_at"], row["id"]))

    @get("/{number:int}/history")
    async def list_history(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        number: TransactionInPath,
        order: OrderInQuery = "oldest",
    ) -> Page[HistoryLine]:
        """List what happened in a transaction, in order of time: its events, and what was thought of them."""
        await _find(store, number)
        rows = await store.read(
            transaction_lists.history,
            number,
            paging.after(TimePosition),
            paging.limit + 1,
            is_newest_first=order == "newest",
        )
        return paging.page(
            rows, lambda row: answer_from(row, HistoryLine, "payload"), lambda row: (row["happened_at"], row["id"])
        )


async def _find(store: Store, number: int) -> transaction_lists.Row:
    row = await store.read(transaction_lists.find_transaction, number)
    if row is None:
        raise not_found(f"transaction {number}")
    return row


async def _details(store: Store, number: int, now: datetime) -> TransactionDetails:
    row = await _find(store, number)
    facts = await store.read(facts_of, row, now)
    return answer_from({**row, "findings": find(facts)}, TransactionDetails, "flags")


def _answer(row: transaction_lists.Row) -> ChargingTransaction:
    return answer_from(row, ChargingTransaction, "flags")


def _sample(row: transaction_lists.Row) -> MeterSample:
    return answer_from({name: value for name, value in row.items() if name != "raw"}, MeterSample, "notes")


def _sample_with_raw(row: transaction_lists.Row) -> MeterSample:
    return answer_from(row, MeterSample, "notes", "raw")
