"""What tests of the service have in common: a station in a database, and what it may tell."""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from csms.domain.authorization import Decision, IdToken
from csms.domain.events import Event
from csms.domain.meter_readings import Reading
from csms.domain.stations import StationKey
from csms.domain.transaction_facts import Doubt, EventKind, MeterValue, Report, Start, Stop
from csms.domain.transactions import Transaction
from csms.service import metering, transactions
from csms.service.authorization import House
from csms.service.transactions import Started
from csms.storage import stations
from csms.storage import transactions as rows
from csms.storage.engine import Tx
from csms.storage.putting_off import PutOff
from csms.storage.schema import meter_value, token

BEGIN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
TAG = IdToken("5ED00001")
ACCEPTED = House(accepts_unknown_tokens=True)


def at(minutes: float) -> datetime:
    """Return a time, in minutes after the first."""
    return BEGIN + timedelta(minutes=minutes)


def value(
    minutes: float,
    energy_wh: float | None = None,
    context: str = "Sample.Periodic",
    *,
    doubt: Doubt | None = None,
    raw: str | None = None,
    **reading: Any,
) -> MeterValue:
    """Return what a meter showed."""
    text = f"{context} {energy_wh} {reading}" if raw is None else raw
    return MeterValue(at(minutes), Reading(context, energy_import_wh=energy_wh, **reading), text, doubt)


class Charger(Struct):
    """A station whose words go right into the service, each in a transaction of its own; the clock is in minutes."""

    engine: sa.Engine
    key: StationKey
    house: House
    events: list[Event]
    memory: dict[Hashable, Any] = {}

    def unit(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a unit."""
        with self.engine.begin() as connection:
            tx = Tx(connection, self.memory, PutOff())
            result = function(tx, *args, **kwargs)
            assert tx.connection_with_logs is connection  # all is written
        self.events += tx.events
        return result

    def start(
        self,
        minutes: float = 0,
        *,
        meter_wh: float = 1000,
        evse: int = 1,
        tag: IdToken = TAG,
        now: float | None = None,
        doubt: Doubt | None = None,
    ) -> Started:
        """Tell of a start; `now` is when it arrives."""
        told = Start(evse, tag, meter_wh, at(minutes), at(minutes if now is None else now), doubt=doubt)
        return self.unit(transactions.start, self.key, self.house, told)

    def stop(
        self,
        minutes: float = 60,
        *,
        number: int,
        meter_wh: float = 6000,
        tag: IdToken | None = TAG,
        now: float | None = None,
        values: tuple[MeterValue, ...] = (),
        reason: str = "Local",
        doubt: Doubt | None = None,
    ) -> Decision | None:
        """Tell of a stop."""
        arrived = at(minutes if now is None else now)
        told = Stop(number, meter_wh, at(minutes), arrived, reason, tag, values, doubt)
        return self.unit(transactions.stop, self.key, self.house, told)

    def meter(self, *values: MeterValue, number: int | None = None, evse: int = 1, now: float | None = None) -> None:
        """Tell of meter values."""
        arrived = values[-1].sampled_at if now is None else at(now)
        self.unit(metering.meter_values, self.key, evse, number, values, arrived)

    def event(
        self,
        kind: EventKind,
        seq_no: int,
        minutes: float,
        *values: MeterValue,
        reference: str = "T-1",
        now: float | None = None,
        trigger: str = "MeterValuePeriodic",
        evse: int | None = 1,
        **others: Any,
    ) -> Decision | None:
        """Tell of an event of a transaction that has an id of the station (2.x)."""
        arrived = at(minutes if now is None else now)
        told = Report(
            kind,
            reference,
            seq_no,
            at(minutes),
            arrived,
            trigger,
            evse=evse,
            connector=None if evse is None else 1,
            values=values,
            **others,
        )
        return self.unit(transactions.report_event, self.key, self.house, told)

    def all(self) -> list[Transaction]:
        """Return all transactions, oldest first."""
        with self.engine.connect() as connection:
            numbers = connection.execute(sa.text('select id from "transaction" order by id')).scalars().all()
            found = [rows.find(connection, self.key.id, number) for number in numbers]
        return [each for each in found if each is not None]

    def only(self) -> Transaction:
        """Return the only transaction."""
        (found,) = self.all()
        return found

    def history(self, number: int) -> list[str]:
        """Return the kinds of the lines of a transaction's history."""
        with self.engine.connect() as connection:
            return [line.kind for line in rows.history(connection, number)]

    def lines(self, number: int) -> str:
        """Return the text of a transaction's history."""
        with self.engine.connect() as connection:
            return "\n".join(line.text for line in rows.history(connection, number))

    def kept_values(self) -> list[tuple[int | None, int, float | None]]:
        """Return transaction, EVSE and register of the meter values that are kept, by time."""
        columns = meter_value.c
        query = sa.select(columns.transaction_id, columns.evse, columns.energy_import_wh)
        query = query.where(columns.station_id == self.key.id).order_by(columns.sampled_at)
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def told(self) -> list[str]:
        """Return the names of what was published, and forget it."""
        names = [event.name for event in self.events]
        self.events.clear()
        return names

    def register(self, id_token: IdToken, **columns: Any) -> None:
        """Register a token."""
        values = {"key": id_token.registered_key, "id_token": id_token.value, "type": id_token.type, **columns}
        with self.engine.begin() as connection:
            connection.execute(sa.insert(token).values(created_at=BEGIN, updated_at=BEGIN, **values))


def make_charger(engine: sa.Engine, identity: str = "CP1", house: House = ACCEPTED) -> Charger:
    """Return a new station in a database."""
    with engine.begin() as connection:
        record = stations.insert(connection, identity, "accepted", BEGIN)
    return Charger(engine, StationKey(record.id, identity), house, [])
