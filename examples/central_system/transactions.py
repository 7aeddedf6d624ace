"""Transactions as stations of OCPP 2.0.1 and 2.1 report them: what both versions have in common."""

from collections.abc import Sequence
from typing import TypeAlias

from records import Records, Transaction

from ocpp import v21, v201

TransactionEvent: TypeAlias = v201.call.TransactionEvent | v21.call.TransactionEvent
MeterValue: TypeAlias = v201.datatypes.MeterValueType | v21.datatypes.MeterValueType

ENERGY_REGISTER = "Energy.Active.Import.Register"


def record_event(records: Records, station_id: str, event: TransactionEvent) -> Transaction:
    """Keep what a TransactionEvent tells. The station has made the reference, and may send its events again."""
    transaction = records.transaction(station_id, event.transaction_info.transaction_id)
    if event.evse is not None:
        transaction.connector = f"{event.evse.id}.{event.evse.connector_id or 1}"
    if event.id_token is not None and not transaction.id_token:
        transaction.id_token = event.id_token.id_token
    transaction.record_register(last_register_wh(event.meter_value or ()))
    if event.event_type == "Started":
        transaction.started_at = event.timestamp
    elif event.event_type == "Ended":
        transaction.stopped_at = event.timestamp
        transaction.reason = str(event.transaction_info.stopped_reason or "Local")
    return transaction


def last_register_wh(meter_values: Sequence[MeterValue]) -> float | None:
    """Return the last reading of the energy register in meter values, None if they have none."""
    register_wh: float | None = None
    for meter_value in meter_values:
        for sample in meter_value.sampled_value:
            if sample.measurand not in (None, ENERGY_REGISTER) or sample.phase is not None:
                continue
            unit = sample.unit_of_measure
            multiplier = (unit.multiplier or 0) if unit else 0
            factor = 1000 if unit and unit.unit == "kWh" else 1
            register_wh = sample.value * 10**multiplier * factor
    return register_wh
