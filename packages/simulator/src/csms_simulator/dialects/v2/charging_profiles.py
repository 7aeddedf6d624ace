"""Charging profiles between messages and the model."""

from csms_simulator.dialects.v2.times import from_text, to_text
from csms_simulator.model.smart_charging import (
    Kind,
    Period,
    Profile,
    ProfileRefusedError,
    Purpose,
    Recurrency,
    Schedule,
    Unit,
)
from ocpp.v21.datatypes import ChargingProfileType, ChargingSchedulePeriodType, ChargingScheduleType


def to_profile(message: ChargingProfileType) -> Profile:
    """Return the profile in a message, with the first of its schedules.

    Raises: ProfileRefusedError if it has what this station does not do: setpoints, discharging, dynamic profiles.
    """
    if message.charging_profile_kind == "Dynamic":
        raise ProfileRefusedError("UnsupportedParam", "Dynamic profiles are not supported")
    if len(message.charging_schedule) > 1:
        raise ProfileRefusedError("UnsupportedParam", "Only ISO 15118 has more than one schedule")
    return Profile(
        id=message.id,
        stack_level=message.stack_level,
        purpose=Purpose(message.charging_profile_purpose),
        kind=Kind(message.charging_profile_kind),
        schedule=_to_schedule(message.charging_schedule[0]),
        recurrency=None if message.recurrency_kind is None else Recurrency(message.recurrency_kind),
        valid_from=from_text(message.valid_from),
        valid_to=from_text(message.valid_to),
        transaction=message.transaction_id,
    )


def to_message(profile: Profile) -> ChargingProfileType:
    """Return a profile as messages have it."""
    schedule = profile.schedule
    return ChargingProfileType(
        id=profile.id,
        stack_level=profile.stack_level,
        charging_profile_purpose=profile.purpose.value,
        charging_profile_kind=profile.kind.value,
        recurrency_kind=None if profile.recurrency is None else profile.recurrency.value,
        valid_from=None if profile.valid_from is None else to_text(profile.valid_from),
        valid_to=None if profile.valid_to is None else to_text(profile.valid_to),
        transaction_id=profile.transaction,
        charging_schedule=[
            ChargingScheduleType(
                id=schedule.id,
                charging_rate_unit=schedule.unit.value,
                charging_schedule_period=to_periods(schedule),
                start_schedule=None if schedule.start is None else to_text(schedule.start),
                duration=None if schedule.duration_s is None else round(schedule.duration_s),
                min_charging_rate=schedule.min_rate,
            )
        ],
    )


def to_periods(schedule: Schedule) -> list[ChargingSchedulePeriodType]:
    """Return the periods of a schedule as messages have them."""
    return [
        ChargingSchedulePeriodType(
            start_period=round(period.start_s), limit=round(period.limit, 1), number_phases=period.phases
        )
        for period in schedule.periods
    ]


def _to_schedule(message: ChargingScheduleType) -> Schedule:
    return Schedule(
        unit=Unit(message.charging_rate_unit),
        periods=tuple(map(_to_period, message.charging_schedule_period)),
        duration_s=message.duration,
        start=from_text(message.start_schedule),
        min_rate=message.min_charging_rate,
        id=message.id,
    )


def _to_period(message: ChargingSchedulePeriodType) -> Period:
    if message.limit is None or message.operation_mode not in {None, "ChargingOnly"}:
        raise ProfileRefusedError("UnsupportedParam", "Only limits for charging are supported")
    if message.phase_to_use is not None:
        raise ProfileRefusedError("UnsupportedParam", "Phases cannot be chosen")  # K01.FR.20
    return Period(float(message.start_period), float(message.limit), message.number_phases)
