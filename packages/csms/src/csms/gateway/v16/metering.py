"""Meter values (OCPP 1.6, 4.7)."""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.meter_meanings import Meanings, Words
from csms.domain.meter_words import DEFAULT_CONTEXT, DEFAULT_LOCATION, DEFAULT_MEASURAND
from csms.domain.transaction_facts import MeterValue
from csms.gateway.conversation import Conversation
from csms.gateway.meter_values import meter_values
from csms.gateway.numbers import fit
from csms.service import metering
from ocpp.routing import on
from ocpp.v16 import call, call_result, datatypes

SIGNED = "SignedData"

_Spelled = tuple[str | None, str | None, str | None, str | None, str | None, str | None]
"""Measurand, phase, location, unit, context and format of a sampled value."""


def _words_of(spelled: _Spelled) -> Words:
    measurand, phase, location, unit, context, form = spelled
    return Words(
        measurand=measurand or DEFAULT_MEASURAND,
        phase=phase,
        location=location or DEFAULT_LOCATION,
        unit=unit,
        context=context or DEFAULT_CONTEXT,
        is_signed=form == SIGNED,
    )


_MEANINGS = Meanings(_words_of)


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
            samples = [
                (_MEANINGS[said.measurand, said.phase, said.location, said.unit, said.context, said.format], said.value)
                for said in each.sampled_value
            ]
            values += meter_values(each.sampled_value, samples, sampled_at, doubt)
        return tuple(values)
