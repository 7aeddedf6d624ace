"""Meter values (OCPP 2.0.1 Part 2, J)."""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.meter_meanings import Meanings, Words
from csms.domain.meter_words import DEFAULT_CONTEXT, DEFAULT_LOCATION, DEFAULT_MEASURAND
from csms.domain.metering import Sample
from csms.domain.transaction_facts import MeterValue
from csms.gateway.conversation import Conversation
from csms.gateway.meter_values import meter_values
from csms.gateway.numbers import fit
from csms.service import metering
from ocpp.routing import on
from ocpp.v21 import call, call_result, datatypes

_Spelled = tuple[str | None, str | None, str | None, str | None, int | None, str | None]
"""Measurand, phase, location, unit, multiplier and context of a sampled value."""


def _words_of(spelled: _Spelled) -> Words:
    measurand, phase, location, unit, multiplier, context = spelled
    return Words(
        measurand=measurand or DEFAULT_MEASURAND,
        phase=phase,
        location=location or DEFAULT_LOCATION,
        unit=unit,
        multiplier=multiplier or 0,
        context=context or DEFAULT_CONTEXT,
    )


_MEANINGS = Meanings(_words_of)


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


def _to_sample(said: datatypes.SampledValueType) -> Sample:
    measure = said.unit_of_measure
    unit, multiplier = (None, None) if measure is None else (measure.unit, measure.multiplier)
    meaning = _MEANINGS[said.measurand, said.phase, said.location, unit, multiplier, said.context]
    # Signed data stand beside the plain value, which holds (J01.FR.21).
    return meaning, repr(said.value)
