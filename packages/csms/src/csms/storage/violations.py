"""Rows of what stations did wrong."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from csms.domain.violations import Violation
from csms.storage.rows import values_of
from csms.storage.schema import station, violation


def station_ids(connection: sa.Connection, identities: Iterable[str]) -> dict[str, int]:
    """Return the keys of stations by identity; those that are not known are left out."""
    rows = connection.execute(
        sa.select(station.c.identity, station.c.id).where(station.c.identity.in_(list(identities)))
    )
    return {row.identity: row.id for row in rows}


def add(connection: sa.Connection, found: Sequence[tuple[int, Violation]]) -> None:
    """Add violations of stations, given by their keys, to what is known of them."""
    if not found:
        return
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = insert(violation).values(
        [
            {
                "station_id": station_id,
                "rule": each.rule,
                "action": each.action,
                "count": each.count,
                "first_at": each.first_at,
                "last_at": each.last_at,
                "example": each.example,
            }
            for station_id, each in found
        ]
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[violation.c.station_id, violation.c.rule, violation.c.action],
            set_={
                "count": violation.c.count + statement.excluded.count,
                "last_at": statement.excluded.last_at,
                "example": statement.excluded.example,
            },
        )
    )


def of_station(connection: sa.Connection, station_id: int) -> list[Violation]:
    """Return what a station did wrong, what was seen last first."""
    rows = connection.execute(
        sa.select(violation)
        .where(violation.c.station_id == station_id)
        .order_by(violation.c.last_at.desc(), violation.c.rule, violation.c.action)
    )
    return [
        Violation(**{name: value for name, value in values_of(row).items() if name != "station_id"})
        for row in rows.mappings()
    ]
