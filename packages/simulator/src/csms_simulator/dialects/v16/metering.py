"""Meter values, during transactions and outside of them (OCPP 1.6, 4.7 and errata 3.13)."""

from functools import cache

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.connectors import STATION
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.sampling import Quantity, Supply, quantity, sampled_values
from csms_simulator.dialects.v16.timestamps import timestamp
from csms_simulator.dialects.v16.transaction_ids import NOT_KNOWN
from csms_simulator.model.facts import (
    Metered,
    Reading,
    SampleContext,
    TransactionEnded,
    TransactionStarted,
    TransactionUpdated,
)
from ocpp.v16 import call
from ocpp.v16.datatypes import MeterValue

MOST_COLLECTED = 500
"""How many meter values of one transaction are kept for its end; of more, every second one is dropped."""

SAMPLED = ("MeterValuesSampledData", "StopTxnSampledData")
ALIGNED = ("MeterValuesAlignedData", "StopTxnAlignedData")
"""The keys that say what of a sample is sent at once, and what is kept for the end of its transaction."""

NO_SAMPLE = {SampleContext.OTHER, SampleContext.BEGIN, SampleContext.END}
"""Readings that go with other messages and are no samples."""


def _keys(context: SampleContext) -> tuple[str, str]:
    return ALIGNED if context is SampleContext.CLOCK else SAMPLED


@cache
def _quantities(items: tuple[str, ...]) -> tuple[Quantity, ...]:
    return tuple(quantity(item) for item in items)


class Metering(Conversation):
    """Sampled and clock-aligned data, as the configuration asks for them."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._collected: dict[str, list[MeterValue]] = {}
        """By reference, what the end of a running transaction is going to carry."""

    def transaction_metered(self, fact: TransactionUpdated) -> None:
        """Send a sample of a transaction, and keep it for the transaction's end, as the configuration says."""
        if fact.reading is None or fact.context in NO_SAMPLE:
            return
        transaction = fact.transaction
        sent, collected = _keys(fact.context)
        sample = self._meter_value(transaction.evse_id, fact.reading, fact.context, sent)
        if sample is not None:
            connector = self.connectors.number(transaction.evse_id, transaction.connector_id)
            self._keep_sample(connector, sample, transaction.reference)
        self._collect(transaction.reference, transaction.evse_id, fact.reading, fact.context, collected)

    def metered(self, fact: Metered) -> None:
        """Send a sample that belongs to no transaction."""
        sent, _ = _keys(fact.context)
        sample = self._meter_value(fact.evse_id, fact.reading, fact.context, sent)
        if sample is not None:
            connector = self.connectors.number(fact.evse_id, self._connector_of(fact.evse_id))
            self.host.outbox.post(call.MeterValues(connector_id=connector, meter_value=[sample]))

    def triggered_meter_values(self, connector: int) -> call.MeterValues | None:
        """Read the meter of a connector, or the main meter, because the central system asks for it.

        What belongs to a transaction goes its way with the other messages about that; anything else is returned.
        """
        place = self.connectors.place(connector)
        evse_id = place.evse_id if place else STATION
        reading = self.model.trigger_reading(self.now(), evse_id)
        sample = self._meter_value(evse_id, reading, SampleContext.TRIGGER, "MeterValuesSampledData")
        if sample is None:
            return None
        transaction = self.model.evse(evse_id).transaction if place else None
        if transaction is None or transaction.connector_id != (place and place.connector_id):
            return call.MeterValues(connector_id=connector, meter_value=[sample])
        self._keep_sample(connector, sample, transaction.reference)
        return None

    def collect_begin(self, fact: TransactionStarted) -> None:
        """Keep the first reading of a transaction for its end."""
        self._collect_edge(fact, SampleContext.BEGIN)

    def collected(self, fact: TransactionEnded) -> list[MeterValue]:
        """Return what the end of a transaction is to carry, and forget it."""
        self._collect_edge(fact, SampleContext.END)
        return self._collected.pop(fact.transaction.reference, [])

    def _collect_edge(self, fact: TransactionStarted | TransactionEnded, context: SampleContext) -> None:
        """Keep all quantities that are asked for at the begin and the end (errata 3.14)."""
        transaction = fact.transaction
        keys = SAMPLED[1], ALIGNED[1]
        self._collect(transaction.reference, transaction.evse_id, fact.reading, context, *keys)

    def _collect(self, reference: str, evse_id: int, reading: Reading, context: SampleContext, *keys: str) -> None:
        sample = self._meter_value(evse_id, reading, context, *keys)
        if sample is None:
            return
        collected = self._collected.setdefault(reference, [])
        if len(collected) >= MOST_COLLECTED:
            del collected[1::2]
        collected.append(sample)

    def _keep_sample(self, connector: int, sample: MeterValue, reference: str) -> None:
        payload = call.MeterValues(connector_id=connector, transaction_id=NOT_KNOWN, meter_value=[sample])
        self.host.outbox.keep(payload, reference)

    def _meter_value(self, evse_id: int, reading: Reading, context: SampleContext, *keys: str) -> MeterValue | None:
        """Return what configuration keys ask for of a reading; None if that is nothing."""
        quantities = tuple(wanted for key in keys for wanted in _quantities(self.configuration.items_of(key)))
        values = sampled_values(reading, quantities, context, self._supply(evse_id))
        return MeterValue(timestamp=timestamp(reading.at), sampled_value=values) if values else None

    def _supply(self, evse_id: int) -> Supply:
        if evse_id == STATION:
            return Supply(phases=3, is_dc=False, is_main_meter=True)
        layout = self.model.layout.evses[evse_id - 1]
        return Supply(phases=layout.phases, is_dc=layout.is_dc)

    def _connector_of(self, evse_id: int) -> int:
        """Return the connector that the meter of an EVSE measures for: the plugged one, else the first."""
        return (self.model.evse(evse_id).connector_id or 1) if evse_id != STATION else STATION
