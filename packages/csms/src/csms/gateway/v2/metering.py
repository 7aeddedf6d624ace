"""Meter values (OCPP 2.0.1 Part 2, J)."""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.metering import Sample
from csms.domain.transaction_facts import MeterValue
from csms.gateway.conversation import Conversation
from csms.gateway.meter_values import meter_values
from csms.gateway.numbers import fit
from csms.service import metering
from ocpp.routing import on
from ocpp.v21 import call, call_result, datatypes


class Metering(Conversation):
    """What meters show."""

    @on("MeterValues")
    async def on_meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        """Record what a meter showed outside of transactions (J01); EVSE 0 is the grid meter."""
        now = self.now()
        values = self.read_meter_values(request.meter_value, now)
        await self.record(metering.meter_values, fit(request.evse_id), None, values, now)
        return call_result.MeterValues()

    def read_meter_values(self, sent: Sequence[datatypes.MeterValueType], now: datetime) -> tuple[MeterValue, ...]:
        """Return meter values as the domain has them: one for each instant and context."""
        values: list[MeterValue] = []
        for each in sent:
            sampled_at, doubt = self.read_clock(each.timestamp, now)
            samples = [_to_sample(value) for value in each.sampled_value]
            values += meter_values(each.sampled_value, samples, sampled_at, doubt)
        return tuple(values)


def _to_sample(value: datatypes.SampledValueType) -> Sample:
    unit = value.unit_of_measure
    return Sample(
        # Signed data stand beside the plain value, which holds (J01.FR.21).
        repr(value.value),
        value.measurand or "Energy.Active.Import.Register",
        value.phase,
        value.location or "Outlet",
        None if unit is None else unit.unit,
        0 if unit is None else unit.multiplier or 0,
        value.context or "Sample.Periodic",
    )
