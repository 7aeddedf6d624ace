"""Boots, and links that come and go (block B)."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from csms.domain.events import StationBooted, StationConnected, StationDisconnected
from csms.domain.provisioning import REGISTRATIONS, Boot, Registration
from csms.domain.stations import Admission, StationKey
from csms.service.inbox import tell_of_settlement
from csms.storage import knocks, stations
from csms.storage.engine import Tx
from csms.storage.schema import station as station_table
from csms.storage.stations import StationRecord


def boot(tx: Tx, station: StationKey, told: Boot) -> Registration:
    """Record what a station says of itself, and return whether it may work."""
    known = stations.get(tx.connection, station.id)
    registration = REGISTRATIONS[Admission(known.admission)]
    stations.update(
        tx.connection,
        station.id,
        vendor=told.vendor,
        model=told.model,
        serial_number=told.serial_number,
        firmware=told.firmware,
        iccid=told.iccid,
        imsi=told.imsi,
        meter_type=told.meter_type,
        meter_serial_number=told.meter_serial_number,
        boot_reason=told.reason,
        booted_at=told.received_at,
        last_seen_at=told.received_at,
    )
    tx.emit(
        StationBooted(
            station=station.identity,
            at=told.received_at,
            status=registration.value,
            vendor=told.vendor,
            model=told.model,
            firmware=told.firmware,
        )
    )
    return registration


def connected(
    tx: Tx, station: StationKey, version: str, remote_address: str, now: datetime, security_profile: int = 0
) -> StationRecord:
    """Record that a station has opened a link, and return how the operator wants it to be taken.

    Args:
        tx: of the unit.
        station: which one.
        version: of OCPP.
        remote_address: where it comes from.
        now: the time.
        security_profile: the one that it has come in with.

    Raises: LookupError: it has been deleted meanwhile.
    """
    stations.update(
        tx.connection,
        station.id,
        is_connected=True,
        connected_at=now,
        last_seen_at=now,
        version=version,
        remote_address=remote_address,
        connected_profile=security_profile,
    )
    record = stations.get(tx.connection, station.id)
    tx.emit(
        StationConnected(
            station=station.identity,
            at=now,
            version=version,
            remote_address=remote_address,
            admission=record.admission,
            site=record.site_id,
        )
    )
    # What kept it out has been mended; what it waits for is not.
    if record.admission == Admission.ACCEPTED.value and knocks.forget(tx.connection, station.identity):
        tell_of_settlement(tx, station.identity, "connected", now)
    return record


def disconnected(tx: Tx, station: StationKey, reason: str, now: datetime) -> None:
    """Record that a station's link has ended."""
    stations.update(tx.connection, station.id, is_connected=False, disconnected_at=now)
    tx.emit(StationDisconnected(station=station.identity, at=now, reason=reason))


def seen(tx: Tx, last_seen: Mapping[str, datetime]) -> None:
    """Record when stations, given by their identities, were last heard of."""
    stations.set_last_seen(tx.connection, last_seen)


def nobody_is_connected(tx: Tx) -> None:
    """Forget the links of an earlier run, which has ended without a word."""
    tx.connection.execute(sa.update(station_table).where(station_table.c.is_connected).values(is_connected=False))
