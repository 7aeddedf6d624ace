"""Meter values (OCPP 1.6, 4.7)."""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.metering import Sample
from csms.domain.transaction_facts import MeterValue
from csms.gateway.conversation import Conversation
from csms.gateway.meter_values import meter_values
from csms.gateway.numbers import fit
from csms.service import metering
from ocpp.routing import on
from ocpp.v16 import call, call_result, datatypes

SIGNED = "SignedData"


class Metering(Conversation):
    """What meters show."""

    @on("MeterValues")
    async def on_meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        """Record what a meter showed."""
        now = self.now()
        values = self.read_meter_values(request.meter_value or (), now)
        await self.record(metering.meter_values, fit(request.connector_id), request.transaction_id, values, now)
        return call_result.MeterValues()

    def read_meter_values(self, sent: Sequence[datatypes.MeterValue], now: datetime) -> tuple[MeterValue, ...]:
        """Return meter values as the domain has them: one for each instant and context."""
        values: list[MeterValue] = []
        for each in sent:
            sampled_at, doubt = self.read_clock(each.timestamp, now)
            samples = [_to_sample(value) for value in each.sampled_value]
            values += meter_values(each.sampled_value, samples, sampled_at, doubt)
        return tuple(values)


def _to_sample(value: datatypes.SampledValue) -> Sample:
    return Sample(
        value.value,
        value.measurand or "Energy.Active.Import.Register",
        value.phase,
        value.location or "Outlet",
        value.unit,
        0,
        value.context or "Sample.Periodic",
        value.format == SIGNED,
    )
