"""What a meter showed, in whatever version it is told."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from csms.domain.meter_readings import Reading
from csms.domain.metering import Sample, read_samples
from csms.domain.transaction_facts import Doubt, MeterValue
from csms.gateway.wire import to_json


def meter_values(
    sent: object, samples: Sequence[Sample], sampled_at: datetime, doubt: Doubt | None
) -> list[MeterValue]:
    """Return the sampled values of one instant as the domain has them: one meter value for each context.

    Args:
        sent: the sampled values of the message, which are kept as they came.
        samples: what they say.
        sampled_at: when.
        doubt: why that is not what the station's clock said.
    """
    raw = to_json(sent)
    return [MeterValue(sampled_at, _with_doubt(reading, doubt), raw, doubt) for reading in read_samples(samples)]


def _with_doubt(reading: Reading, doubt: Doubt | None) -> Reading:
    return reading if doubt is None else replace(reading, notes=(*reading.notes, doubt.text))
