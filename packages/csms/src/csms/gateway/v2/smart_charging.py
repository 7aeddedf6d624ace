"""Limits (OCPP 2.x Part 2, K01 and K10)."""

from datetime import datetime, timedelta

from csms.domain.remote_control import Limit
from csms.gateway.limits import STACK_LEVEL, Limits, Profile, Purpose, tenths
from csms.gateway.times import to_text
from ocpp.v21 import call
from ocpp.v21.datatypes import (
    ChargingProfileType,
    ChargingSchedulePeriodType,
    ChargingScheduleType,
    ClearChargingProfileType,
)
from ocpp.v21.enums import ChargingProfileKindEnumType as Kind
from ocpp.v21.enums import ChargingProfilePurposeEnumType
from ocpp.v21.enums import ChargingRateUnitEnumType as Unit

_PURPOSES = {
    Purpose.STATION_MAX: ChargingProfilePurposeEnumType.charging_station_max_profile,
    Purpose.DEFAULT: ChargingProfilePurposeEnumType.tx_default_profile,
    Purpose.TRANSACTION: ChargingProfilePurposeEnumType.tx_profile,
}
EARLIER = timedelta(days=1)
"""A limit without an end begins in the past: stations whose clock is behind would not keep it yet."""


class SmartCharging(Limits):
    """Charging profiles that say limits."""

    def profile_request(self, profile: Profile) -> call.SetChargingProfile:
        """Return the request that installs a profile."""
        transaction = profile.transaction
        return call.SetChargingProfile(
            evse_id=profile.evse,
            charging_profile=_profile(
                profile.id,
                profile.purpose,
                profile.limit,
                self.now(),
                None if transaction is None else transaction.reference,
            ),
        )

    def clear_request(self, profile_id: int) -> call.ClearChargingProfile:
        """Return the request that removes a profile."""
        return call.ClearChargingProfile(charging_profile_id=profile_id)

    def clear_purpose_request(self, purpose: Purpose, evse: int) -> call.ClearChargingProfile:
        """Return the request that removes profiles by what they are for."""
        return call.ClearChargingProfile(
            charging_profile_criteria=ClearChargingProfileType(
                evse_id=evse, charging_profile_purpose=_PURPOSES[purpose], stack_level=STACK_LEVEL
            )
        )


def transaction_profile(profile_id: int, limit: Limit, now: datetime) -> ChargingProfileType:
    """Return the profile of a transaction that is to be started: it names none yet (F01.FR.11)."""
    return _profile(profile_id, Purpose.TRANSACTION, limit, now, None)


def _profile(
    profile_id: int, purpose: Purpose, limit: Limit, now: datetime, reference: str | None
) -> ChargingProfileType:
    # A maximum belongs to no transaction, to whose start it could be relative.
    is_relative = purpose is not Purpose.STATION_MAX and limit.duration_s is None
    start = None if is_relative else now if limit.duration_s is not None else now - EARLIER
    return ChargingProfileType(
        id=profile_id,
        stack_level=STACK_LEVEL,
        charging_profile_purpose=_PURPOSES[purpose],
        charging_profile_kind=Kind.relative if is_relative else Kind.absolute,
        charging_schedule=[
            ChargingScheduleType(
                id=profile_id,
                charging_rate_unit=Unit.a if limit.watt is None else Unit.w,
                charging_schedule_period=[
                    ChargingSchedulePeriodType(
                        start_period=0,
                        limit=tenths((limit.ampere or 0) if limit.watt is None else limit.watt),
                        number_phases=limit.phases,
                    )
                ],
                duration=limit.duration_s,
                start_schedule=None if start is None else to_text(start),
            )
        ],
        transaction_id=reference,
    )
