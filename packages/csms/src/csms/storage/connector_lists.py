"""What all connectors are doing now, for those who watch.

What counts as a connector: each that a station has told of. Connector 0 is no connector but an EVSE or the station
itself: what is said of it counts for those that belong to it. A transaction that runs where the station has told of no
connector makes a row too, and a station without any connector has one row of its own, so that no station is left out.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.connector_states import (
    BY_CHARGING_STATE,
    BY_STATUS,
    BY_WHOLE_STATUS,
    SEVERITY,
    ConnectorState,
)
from csms.domain.stations import Admission
from csms.storage.rows import values_of
from csms.storage.schema import connector, station, transaction
from csms.storage.station_lists import has_text, is_at_site

Position = tuple[int, str, int, int]
"""Of a row in the list: severity, station, EVSE, connector; 0 where there is none."""

_STATES = tuple(ConnectorState)
_NOTHING = SEVERITY[ConnectorState.UNKNOWN]


class ConnectorFilter(Struct, frozen=True, kw_only=True):
    """Which connectors are wanted; None, or no item: all.

    Args:
        site: those at the site with this number; `NO_SITE`: those of stations without a site.
        states: those in one of these states.
        stations: those of these stations, by identity.
        search: those with this text in what their station is found by, or in the token that charges there.
    """

    site: int | None = None
    states: tuple[ConnectorState, ...] = ()
    stations: tuple[str, ...] = ()
    search: str | None = None


class ConnectorRow(Struct, frozen=True, kw_only=True):
    """A connector: the columns of tables, or None where there is no such row."""

    state: ConnectorState
    identity: str
    site_id: int | None
    version: str | None
    is_connected: bool
    connected_at: datetime | None
    disconnected_at: datetime | None
    last_seen_at: datetime | None
    evse: int
    connector: int
    status: str | None
    since: datetime | None
    error_code: str | None
    error_info: str | None
    vendor_error_code: str | None
    evse_status: str | None
    evse_error_code: str | None
    evse_error_info: str | None
    station_status: str | None
    station_error_code: str | None
    station_error_info: str | None
    transaction: int | None
    id_token: str | None
    started_at: datetime | None
    charging_state: str | None
    charging_state_since: datetime | None
    energy_wh: float | None
    power_w: float | None
    soc_percent: float | None
    metered_at: datetime | None

    @property
    def position(self) -> Position:
        """Its place in the list."""
        return SEVERITY[self.state], self.identity, self.evse, self.connector


class StateCount(Struct, frozen=True):
    """How many connectors are in a state, and the power that they deliver, in W."""

    state: ConnectorState
    count: int
    power_w: float


def connectors(
    connection: sa.Connection, wanted: ConnectorFilter, after: Position | None, limit: int
) -> list[ConnectorRow]:
    """Return connectors of stations that are accepted, the worst first, then by station, EVSE and number.

    Args:
        connection: to the database.
        wanted: which.
        after: where the page before has ended.
        limit: how many at most.
    """
    seen = _seen(connection.dialect.name, wanted)
    order = (seen.c.severity, seen.c.identity, seen.c.evse, seen.c.connector)
    query = sa.select(seen).order_by(*order).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*after))
    return [_row(values_of(row)) for row in connection.execute(query).mappings()]


def count_states(connection: sa.Connection, site: int | None) -> list[StateCount]:
    """Return how many connectors are in which state, at one site or at all."""
    seen = _seen(connection.dialect.name, ConnectorFilter(site=site))
    power_w = sa.func.coalesce(sa.func.sum(sa.case((seen.c.is_connected, seen.c.power_w))), 0.0)
    query = sa.select(seen.c.severity, sa.func.count(), power_w).group_by(seen.c.severity)
    return [StateCount(_state(severity), count, power) for severity, count, power in connection.execute(query)]


def _row(values: dict[str, Any]) -> ConnectorRow:
    return ConnectorRow(state=_state(values.pop("severity")), **values)


def _state(severity: int) -> ConnectorState:
    return _STATES[severity]


@lru_cache(64)  # it takes longer to write than to run, and the same is asked again and again
def _seen(dialect: str, wanted: ConnectorFilter) -> sa.Subquery:
    """Return all rows of the list that are wanted, with the severity of their state."""
    place = _places(_stations(wanted))
    own = connector.alias("own")
    of_evse = connector.alias("of_evse")
    of_station = connector.alias("of_station")
    now = transaction.alias("now")
    joined = (
        sa.join(place, station, station.c.id == place.c.station_id)
        .outerjoin(own, _is_at(own, station.c.id, place.c.evse, place.c.connector))
        .outerjoin(of_evse, _is_at(of_evse, station.c.id, place.c.evse, sa.literal(0)))
        .outerjoin(of_station, _is_at(of_station, station.c.id, sa.literal(0), sa.literal(0)))
        .outerjoin(now, now.c.id == place.c.transaction_id)
    )
    worst = sa.func.min if dialect == "sqlite" else sa.func.least  # the same function
    severity = worst(
        sa.case((station.c.is_connected, _NOTHING), else_=SEVERITY[ConnectorState.OFFLINE]),
        _severity_by(own.c.status, BY_STATUS),
        _severity_by(of_evse.c.status, BY_WHOLE_STATUS),
        _severity_by(of_station.c.status, BY_WHOLE_STATUS),
        sa.case((now.c.id.is_not(None), SEVERITY[ConnectorState.OCCUPIED]), else_=_NOTHING),
        _severity_by(now.c.charging_state, BY_CHARGING_STATE),
        sa.case(
            (sa.and_(now.c.charging_state.is_(None), now.c.power_w > 0), SEVERITY[ConnectorState.CHARGING]),
            else_=_NOTHING,
        ),
        type_=sa.Integer,
    )
    query = sa.select(
        severity.label("severity"),
        *(station.c[name] for name in ("identity", "site_id", "version", "is_connected", "connected_at")),
        station.c.disconnected_at,
        station.c.last_seen_at,
        place.c.evse,
        place.c.connector,
        *(own.c[name] for name in ("status", "since", "error_code", "error_info", "vendor_error_code")),
        *(of_evse.c[name].label(f"evse_{name}") for name in ("status", "error_code", "error_info")),
        *(of_station.c[name].label(f"station_{name}") for name in ("status", "error_code", "error_info")),
        now.c.id.label("transaction"),
        *(now.c[name] for name in ("id_token", "started_at", "charging_state", "charging_state_since", "energy_wh")),
        *(now.c[name] for name in ("power_w", "soc_percent", "metered_at")),
    ).select_from(joined)
    if wanted.search:
        query = query.where(sa.or_(has_text(wanted.search), now.c.id_token.icontains(wanted.search, autoescape=True)))
    if wanted.states:
        query = query.where(severity.in_([SEVERITY[state] for state in wanted.states]))
    return query.subquery("seen")


def _stations(wanted: ConnectorFilter) -> sa.CTE:
    query = sa.select(station.c.id).where(station.c.admission == Admission.ACCEPTED.value)
    if wanted.site is not None:
        query = query.where(is_at_site(wanted.site))
    if wanted.stations:
        query = query.where(station.c.identity.in_(wanted.stations))
    return query.cte("those")


def _places(those: sa.CTE) -> sa.CTE:
    """Return the connectors of stations, each with the number of the transaction that runs there, if one does.

    A station that has told of none, and where nothing runs, has one row with EVSE and connector 0.
    """
    told = connector.alias("told")
    another = connector.alias("another")
    is_connector = sa.or_(
        told.c.connector > 0,
        # An EVSE that is told of as a whole alone
        sa.not_(
            sa.exists().where(
                another.c.station_id == told.c.station_id, another.c.evse == told.c.evse, another.c.connector > 0
            )
        ),
    )
    running = _running(those)
    of_told = (
        sa.select(told.c.station_id, told.c.evse, told.c.connector, running.c.id.label("transaction_id"))
        .select_from(
            sa.join(those, told, told.c.station_id == those.c.id).outerjoin(
                running, _is_at(running, told.c.station_id, told.c.evse, told.c.connector)
            )
        )
        .where(told.c.evse > 0, is_connector)
    )
    not_told = (
        sa.select(running.c.station_id, running.c.evse, running.c.connector, running.c.id)
        .select_from(
            sa.outerjoin(running, told, _is_at(told, running.c.station_id, running.c.evse, running.c.connector))
        )
        .where(sa.or_(told.c.station_id.is_(None), running.c.evse == 0))
    )
    of_nothing = sa.select(those.c.id, sa.literal(0), sa.literal(0), sa.null()).where(
        sa.not_(sa.exists().where(another.c.station_id == those.c.id, another.c.evse > 0)),
        sa.not_(sa.exists().where(transaction.c.station_id == those.c.id, transaction.c.is_open)),
    )
    return sa.union_all(of_told, not_told, of_nothing).cte("place")


def _running(those: sa.CTE) -> sa.CTE:
    """Return the transactions that run: the one that began last of each place; EVSE or connector 0 is not known."""
    told = connector.alias("told_there")
    # Until a vehicle is plugged in, a station need not know the connector (OCPP 2.x, E02): it is one that is in use.
    likely = (
        sa.select(told.c.connector)
        .where(
            told.c.station_id == transaction.c.station_id,
            told.c.evse == transaction.c.evse,
            told.c.connector > 0,
        )
        .order_by(told.c.status == "Available", told.c.connector)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(
            transaction.c.id,
            transaction.c.station_id,
            sa.func.coalesce(transaction.c.evse, 0).label("evse"),
            sa.func.coalesce(transaction.c.connector, likely, 0).label("connector"),
        )
        .select_from(sa.join(those, transaction, transaction.c.station_id == those.c.id))
        .where(transaction.c.is_open)
    )
    found = query.cte("found")
    key = (found.c.station_id, found.c.evse, found.c.connector)
    return sa.select(sa.func.max(found.c.id).label("id"), *key).group_by(*key).cte("running")


def _is_at(table: sa.FromClause, station_id: Any, evse: Any, number: Any) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.station_id == station_id, table.c.evse == evse, table.c.connector == number)


def _severity_by(column: sa.Column[str], words: Mapping[str, ConnectorState]) -> sa.Case[int]:
    return sa.case({word: SEVERITY[state] for word, state in words.items()}, value=column, else_=_NOTHING)
