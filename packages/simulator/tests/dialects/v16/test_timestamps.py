"""Points in time."""

import pytest

from csms_simulator.dialects.v16.timestamps import point_in_time, required_point_in_time, timestamp
from ocpp.exceptions import PropertyConstraintViolationError

NEW_YEAR = 1_767_225_600.0


@pytest.mark.parametrize("at", [NEW_YEAR, NEW_YEAR + 0.999])
def test_times_are_written_in_whole_seconds_of_utc(at: float) -> None:
    assert timestamp(at) == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("2026-01-01T02:00:00.250+02:00", NEW_YEAR + 0.25),
        ("2026-01-01T00:00:00", NEW_YEAR),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_times_are_read_with_fractions_and_zones(text: str | None, at: float | None) -> None:
    assert point_in_time(text) == at


def test_a_command_with_a_time_that_cannot_be_read_is_refused_by_the_name_of_the_field() -> None:
    assert required_point_in_time("2026-01-01T00:00:00Z", "expiryDate") == NEW_YEAR
    with pytest.raises(PropertyConstraintViolationError, match="expiryDate is no timestamp: 'tomorrow'"):
        required_point_in_time("tomorrow", "expiryDate")
