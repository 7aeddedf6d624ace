"""Numbers that are given to a station once only."""

import sqlalchemy as sa

from csms.storage.schema import counter

LARGEST = 2**31 - 1


def next_number(connection: sa.Connection, station_id: int) -> int:
    """Return a number that this station has not been given with a request yet; after 2**31 - 1 they begin again."""
    known = connection.execute(sa.select(counter.c.value).where(counter.c.station_id == station_id)).scalar()
    number = 1 if known is None or known >= LARGEST else known + 1
    if known is None:
        connection.execute(sa.insert(counter).values(station_id=station_id, value=number))
    else:
        connection.execute(sa.update(counter).where(counter.c.station_id == station_id).values(value=number))
    return number
