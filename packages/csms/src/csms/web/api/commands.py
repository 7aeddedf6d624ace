"""What stations are asked to do: in words of no version, or in those of their own."""

from collections.abc import Awaitable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Raw, Struct

from csms.domain.remote_control import (
    ChangeAvailability,
    ClearCache,
    ClearLimit,
    Command,
    DataTransfer,
    GetConfiguration,
    Outcome,
    RawCall,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetLimit,
    SetPassword,
    Trigger,
    Unlock,
)
from csms.service.dispatch import InvalidCommandError, UnknownStationError
from csms.storage import commands, stations
from csms.storage.commands import CommandRecord
from csms.storage.engine import Store
from csms.web.access import Principal
from csms.web.paging import Number, Page, Paging
from csms.web.problems import Fault, Problem, not_found, unprocessable
from csms.web.services import Web

LONGEST_WAIT_S = 300
DEFAULT_WAIT_S = 30

Identity = Annotated[str, PathParameter(max_length=255, description="The station's identity.")]
Wait = Annotated[
    float,
    QueryParameter(
        ge=0,
        le=LONGEST_WAIT_S,
        description="For how many seconds the outcome is waited for; then the answer is 202.",
    ),
]
Name = Annotated[
    str | None,
    QueryParameter(max_length=100, description="Only commands of this name, or calls of this action."),
]
OutcomeFilter = Annotated[Outcome | None, QueryParameter(description="Only commands with this outcome.")]
Asking = Request[Principal, Any, State]


class CommandView(Struct, frozen=True, kw_only=True):
    """Something that a station was asked to do, and what became of it."""

    id: Annotated[int, Meta(description="Its number.")]
    station: Annotated[str, Meta(description="Identity of the station.")]
    site: Annotated[int | None, Meta(description="Number of the site where it stands.")]
    name: Annotated[str, Meta(description="Which command; of a call in the station's own words, its action.")]
    request: Annotated[Any, Meta(description="What was asked; passwords and keys are `***`.")]
    requested_by: Annotated[str, Meta(description="Who has asked: a user, or `key NAME`.")]
    requested_at: Annotated[datetime, Meta(description="When.")]
    outcome: Annotated[Outcome, Meta(description="What became of it, in one word.")]
    answer: Annotated[
        Any, Meta(description="What the station has answered; passwords and keys are `***`. Null: there was no answer.")
    ]
    detail: Annotated[str | None, Meta(description="More about the outcome, in words.")]
    finished_at: Annotated[datetime | None, Meta(description="When the outcome was known.")]
    transaction: Annotated[int | None, Meta(description="Number of the transaction that a remote start has begun.")]


_RESPONSES = {
    HTTPStatus.ACCEPTED.value: ResponseSpec(CommandView, description="The station has not answered in that time."),
}


class CommandsController(Controller):
    """What stations are asked to do."""

    tags = ("Commands",)

    @post("/stations/{identity:str}/commands/remote-start", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def remote_start(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[RemoteStart],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a transaction started for a driver.

        `accepted` is a promise only: when the transaction begins, the command names it.
        """
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/remote-stop", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def remote_stop(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[RemoteStop],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a transaction ended."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/reset", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def reset(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[Reset],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a station, or one of its EVSEs, restarted."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/unlock", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def unlock(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[Unlock],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a plug unlocked. With OCPP 1.6 this ends a transaction; 2.x stations refuse while one runs."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/change-availability", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def change_availability(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[ChangeAvailability],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Take a connector, an EVSE or a station in or out of service; running transactions are waited for."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/trigger", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def trigger(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[Trigger],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a station send a message."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/get-configuration", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def get_configuration(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[GetConfiguration],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Read configuration keys (OCPP 1.6) or variables (2.x); what comes is kept with the station's variables."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/set-configuration", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def set_configuration(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[SetConfiguration],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Change configuration keys (OCPP 1.6) or variables (2.x); `accepted` if the station takes all of them."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/set-password", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def set_password(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[SetPassword | None] = None,
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Give a station another password.

        When it has taken it, it is let in with that one alone. While that is not known, both are good.
        """
        return await _send(request, web, identity, data or SetPassword(), wait)

    @post("/stations/{identity:str}/commands/clear-cache", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def clear_cache(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[ClearCache | None] = None,
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Have a station forget which tokens it has seen."""
        return await _send(request, web, identity, data or ClearCache(), wait)

    @post("/stations/{identity:str}/commands/data-transfer", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def data_transfer(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[DataTransfer],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Send what only a vendor understands."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/set-limit", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def set_limit(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[SetLimit],
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Limit what a station or an EVSE draws; `answer` says which charging profiles the station has taken."""
        return await _send(request, web, identity, data, wait)

    @post("/stations/{identity:str}/commands/clear-limit", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def clear_limit(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        data: JSONBody[ClearLimit | None] = None,
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Take a limit back."""
        return await _send(request, web, identity, data or ClearLimit(), wait)

    @post("/stations/{identity:str}/calls/{action:str}", status_code=HTTPStatus.OK, responses=_RESPONSES)
    async def call(
        self,
        request: Asking,
        web: NamedDependency[Web],
        identity: Identity,
        action: Annotated[str, PathParameter(max_length=100, description="Of the request: `GetCompositeSchedule`.")],
        data: JSONBody[dict[str, Any]],  # noqa: ARG002 - what is sent is the body as it came
        wait: Wait = DEFAULT_WAIT_S,
    ) -> Response[CommandView]:
        """Send a request of the station's own version of OCPP; the body is its payload.

        It is checked, and sent as it stands: in its order, without anything that is left out. What the station has to
        say in return is in `answer`.
        """
        payload = Raw(await request.body())
        return await _send(request, web, identity, RawCall(action=action, payload=payload), wait)

    @get("/stations/{identity:str}/commands")
    async def list_station_commands(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        identity: Identity,
        name: Name = None,
        outcome: OutcomeFilter = None,
    ) -> Page[CommandView]:
        """List what a station was asked to do, the latest first."""
        if await store.read(stations.find, identity) is None:
            raise not_found(f"station {identity}")
        return await _list(store, paging, identity, name, outcome, None)

    @get("/commands")
    async def list_commands(
        self,
        store: NamedDependency[Store],
        paging: NamedDependency[Paging],
        station: Annotated[
            str | None, QueryParameter(max_length=255, description="Only those to this station.")
        ] = None,
        name: Name = None,
        outcome: OutcomeFilter = None,
        transaction: Annotated[
            int | None,
            QueryParameter(ge=1, le=2**63 - 1, description="Only those that have begun this transaction."),
        ] = None,
    ) -> Page[CommandView]:
        """List what stations were asked to do, the latest first."""
        return await _list(store, paging, station, name, outcome, transaction)

    @get("/commands/{number:int}")
    async def get_command(
        self,
        web: NamedDependency[Web],
        number: Annotated[int, PathParameter(ge=1, le=2**63 - 1, description="The number of the command.")],
        wait: Wait = 0,
    ) -> CommandView:
        """Return a command; with `wait`, when its outcome is known."""
        return _view(await _found(web.commands.wait(number, wait), number))


async def _send(request: Asking, web: Web, identity: str, command: Command, wait_s: float) -> Response[CommandView]:
    try:
        number = await web.commands.submit(identity, command, request.user.label)
    except UnknownStationError:
        raise not_found(f"station {identity}") from None
    except InvalidCommandError as error:
        raise _invalid(error, command) from None
    view = _view(await _found(web.commands.wait(number, wait_s), number))
    is_pending = view.outcome is Outcome.PENDING
    return Response(view, status_code=HTTPStatus.ACCEPTED if is_pending else HTTPStatus.OK)


def _invalid(error: InvalidCommandError, command: Command) -> Problem:
    place = error.fault.place
    if isinstance(command, RawCall) and place == "action":
        return not_found(f"action {command.action} for this station: {error.fault.reason}")
    fault = Fault(f"body.{place}" if place else "body", error.fault.reason)
    return unprocessable("This cannot be sent to the station; nothing was sent", fault)


async def _list(
    store: Store,
    paging: Paging,
    station: str | None,
    name: str | None,
    outcome: Outcome | None,
    transaction: int | None,
) -> Page[CommandView]:
    position = paging.after(tuple[Number])
    rows = await store.read(
        commands.page,
        paging.limit + 1,
        None if position is None else position[0],
        station_identity=station,
        name=name,
        outcome=None if outcome is None else outcome.value,
        transaction_number=transaction,
    )
    return paging.page(rows, _view, lambda row: (row.id,))


async def _found(looking: Awaitable[CommandRecord | None], number: int) -> CommandRecord:
    record = await looking
    if record is None:
        raise not_found(f"command {number}")
    return record


def _view(record: CommandRecord) -> CommandView:
    return CommandView(
        id=record.id,
        station=record.station,
        site=record.site,
        name=record.name,
        request=msgspec.json.decode(record.request),
        requested_by=record.requested_by,
        requested_at=record.requested_at,
        outcome=Outcome(record.outcome),
        answer=None if record.answer is None else msgspec.json.decode(record.answer),
        detail=record.detail,
        finished_at=record.finished_at,
        transaction=record.transaction,
    )
