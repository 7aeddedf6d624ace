"""Limits (OCPP 1.6, 3.13, 5.5 and 5.16)."""

from datetime import datetime, timedelta

from csms.domain.remote_control import Limit
from csms.gateway.limits import STACK_LEVEL, Limits, Profile, Purpose, tenths
from csms.gateway.times import to_text
from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import ChargingProfileKindType as Kind
from ocpp.v16.enums import ChargingProfilePurposeType, ChargingRateUnitType

_PURPOSES = {
    Purpose.STATION_MAX: ChargingProfilePurposeType.charge_point_max_profile,
    Purpose.DEFAULT: ChargingProfilePurposeType.tx_default_profile,
    Purpose.TRANSACTION: ChargingProfilePurposeType.tx_profile,
}
EARLIER = timedelta(days=1)
"""A limit without an end begins in the past: stations whose clock is behind would not keep it yet."""


class SmartCharging(Limits):
    """Charging profiles that say limits."""

    def profile_request(self, profile: Profile) -> call.SetChargingProfile:
        """Return the request that installs a profile."""
        return call.SetChargingProfile(
            connector_id=profile.evse,
            cs_charging_profiles=ChargingProfile(
                charging_profile_id=profile.id,
                stack_level=STACK_LEVEL,
                charging_profile_purpose=_PURPOSES[profile.purpose],
                charging_profile_kind=_kind(profile.purpose, profile.limit),
                charging_schedule=_schedule(profile.purpose, profile.limit, self.now()),
                transaction_id=None if profile.transaction is None else profile.transaction.id,
            ),
        )

    def clear_request(self, profile_id: int) -> call.ClearChargingProfile:
        """Return the request that removes a profile."""
        return call.ClearChargingProfile(id=profile_id)

    def clear_purpose_request(self, purpose: Purpose, evse: int) -> call.ClearChargingProfile:
        """Return the request that removes profiles by what they are for."""
        return call.ClearChargingProfile(
            connector_id=evse, charging_profile_purpose=_PURPOSES[purpose], stack_level=STACK_LEVEL
        )


def transaction_profile(profile_id: int, limit: Limit, now: datetime) -> ChargingProfile:
    """Return the profile of a transaction that is to be started: it names none yet (5.16)."""
    return ChargingProfile(
        charging_profile_id=profile_id,
        stack_level=STACK_LEVEL,
        charging_profile_purpose=ChargingProfilePurposeType.tx_profile,
        charging_profile_kind=_kind(Purpose.TRANSACTION, limit),
        charging_schedule=_schedule(Purpose.TRANSACTION, limit, now),
    )


def _kind(purpose: Purpose, limit: Limit) -> Kind:
    # A maximum belongs to no transaction, to whose start it could be relative.
    is_relative = purpose is not Purpose.STATION_MAX and limit.duration_s is None
    return Kind.relative if is_relative else Kind.absolute


def _schedule(purpose: Purpose, limit: Limit, now: datetime) -> ChargingSchedule:
    start = None if _kind(purpose, limit) is Kind.relative else now if limit.duration_s is not None else now - EARLIER
    return ChargingSchedule(
        charging_rate_unit=ChargingRateUnitType.amps if limit.watt is None else ChargingRateUnitType.watts,
        charging_schedule_period=[
            ChargingSchedulePeriod(
                start_period=0,
                limit=tenths((limit.ampere or 0) if limit.watt is None else limit.watt),
                number_phases=limit.phases,
            )
        ],
        duration=limit.duration_s,
        start_schedule=None if start is None else to_text(start),
    )
