"""Limits that the central system sets (OCPP 1.6, 3.13, 5.5, 5.7 and 5.16)."""

import math

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.configuration import Binding
from csms_simulator.dialects.v16.connectors import STATION
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import required_point_in_time, timestamp
from csms_simulator.model.layout import Layout
from csms_simulator.model.smart_charging import (
    Kind,
    Period,
    Profile,
    ProfileRefusedError,
    Purpose,
    Recurrency,
    Schedule,
    Supply,
    Unit,
)
from ocpp.exceptions import PropertyConstraintViolationError
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import (
    Action,
    ChargingProfilePurposeType,
    ChargingProfileStatus,
    ChargingRateUnitType,
    ClearChargingProfileStatus,
    GetCompositeScheduleStatus,
)

PURPOSES: dict[str, Purpose] = {
    ChargingProfilePurposeType.charge_point_max_profile: Purpose.STATION_MAX,
    ChargingProfilePurposeType.tx_default_profile: Purpose.TX_DEFAULT,
    ChargingProfilePurposeType.tx_profile: Purpose.TX,
}

MAINS_VOLTAGE_V = 230.0
"""Of the station's connection to the grid, each phase against neutral."""


def profile_of(profile: ChargingProfile, transaction: str | None = None) -> Profile:
    """Return a charging profile as the model knows it; `transaction` is the reference of the one that it is for.

    Raises: PropertyConstraintViolationError for a timestamp that cannot be read.
    """
    schedule = profile.charging_schedule
    return Profile(
        id=profile.charging_profile_id,
        stack_level=profile.stack_level,
        purpose=PURPOSES[profile.charging_profile_purpose],
        kind=Kind(profile.charging_profile_kind),
        schedule=Schedule(
            unit=Unit(schedule.charging_rate_unit),
            periods=tuple(
                Period(period.start_period, period.limit, period.number_phases)
                for period in schedule.charging_schedule_period
            ),
            duration_s=schedule.duration,
            start=_optional_time(schedule.start_schedule, "startSchedule"),
            min_rate=schedule.min_charging_rate,
        ),
        recurrency=None if profile.recurrency_kind is None else Recurrency(profile.recurrency_kind),
        valid_from=_optional_time(profile.valid_from, "validFrom"),
        valid_to=_optional_time(profile.valid_to, "validTo"),
        transaction=transaction,
    )


def charging_schedule(schedule: Schedule) -> ChargingSchedule:
    """Return a schedule as OCPP 1.6 writes it: whole seconds, limits with one decimal, rounded down."""
    periods = {
        round(period.start_s): ChargingSchedulePeriod(
            start_period=round(period.start_s),
            limit=math.floor(period.limit * 10 + 1e-6) / 10,
            number_phases=period.phases,
        )
        for period in schedule.periods
    }
    return ChargingSchedule(
        charging_rate_unit=ChargingRateUnitType(schedule.unit.value),
        charging_schedule_period=list(periods.values()),
        duration=None if schedule.duration_s is None else round(schedule.duration_s),
    )


def station_supply(layout: Layout) -> Supply:
    """Return what the station is fed with."""
    power_w = layout.max_power_w or sum(evse.max_power_w for evse in layout.evses)
    return Supply(phases=3, voltage_v=MAINS_VOLTAGE_V, is_dc=False, max_power_w=power_w)


class SmartCharging(Conversation):
    """Charging profiles."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        bind, profiles = self.configuration.bind, self.model.profiles
        bind("ChargeProfileMaxStackLevel", Binding(lambda: profiles.max_stack_level))
        bind("ChargingScheduleMaxPeriods", Binding(lambda: profiles.max_periods))
        bind("MaxChargingProfilesInstalled", Binding(lambda: profiles.max_installed))

    @on(Action.set_charging_profile)
    def set_charging_profile(self, request: call.SetChargingProfile) -> call_result.SetChargingProfile:
        """Install a profile."""
        evse_id = self._evse_id(request.connector_id)
        if evse_id is None:  # errata 3.39
            raise PropertyConstraintViolationError(f"There is no connector {request.connector_id}")
        status = ChargingProfileStatus.accepted
        try:
            self._install(evse_id, request.cs_charging_profiles)
        except ProfileRefusedError as error:
            self.logger.info("%s: refused a charging profile: %s", self.id, error)
            status = ChargingProfileStatus.rejected
        return call_result.SetChargingProfile(status=status)

    @on(Action.clear_charging_profile)
    def clear_charging_profile(self, request: call.ClearChargingProfile) -> call_result.ClearChargingProfile:
        """Remove the profiles that match all that is given."""
        evse_id = None if request.connector_id is None else self._evse_id(request.connector_id)
        if request.id is None and request.connector_id is not None and evse_id is None:
            return call_result.ClearChargingProfile(status=ClearChargingProfileStatus.unknown)
        purpose = request.charging_profile_purpose
        cleared = self.model.profiles.clear(
            id=request.id,
            evse_id=evse_id,
            purpose=None if purpose is None else PURPOSES[purpose],
            stack_level=request.stack_level,
        )
        self.model.profiles_changed(self.now())
        self.host.changed()
        status = ClearChargingProfileStatus.accepted if cleared else ClearChargingProfileStatus.unknown
        return call_result.ClearChargingProfile(status=status)

    @on(Action.get_composite_schedule)
    def get_composite_schedule(self, request: call.GetCompositeSchedule) -> call_result.GetCompositeSchedule:
        """Merge the profiles of a connector, or with 0 of the station, into one schedule."""
        evse_id = self._evse_id(request.connector_id)
        if evse_id is None or request.duration <= 0:
            return call_result.GetCompositeSchedule(status=GetCompositeScheduleStatus.rejected)
        layout, now = self.model.layout, self.now()
        feeds = {evse.id: (evse.supply, evse.running) for evse in self.model.evses}
        supply, running = (station_supply(layout), None) if evse_id == STATION else feeds[evse_id]
        unit = Unit(request.charging_rate_unit or (Unit.W if supply.is_dc else Unit.A))
        schedule = self.model.profiles.composite(evse_id, now, request.duration, unit, supply, running, evses=feeds)
        return call_result.GetCompositeSchedule(
            status=GetCompositeScheduleStatus.accepted,
            connector_id=request.connector_id,
            schedule_start=timestamp(now),
            charging_schedule=charging_schedule(schedule),
        )

    def _install(self, evse_id: int, profile: ChargingProfile) -> None:
        reference = None
        if profile.transaction_id is not None:
            reference = self.transaction_ids.reference_of(profile.transaction_id)
            if reference is None:
                raise ProfileRefusedError("TxNotFound", f"there is no transaction {profile.transaction_id}")
        running = None if evse_id == STATION else self.model.evse(evse_id).running
        self.model.profiles.install(evse_id, profile_of(profile, reference), running=running)
        self.model.profiles_changed(self.now())
        self.host.changed()

    def _evse_id(self, connector: int) -> int | None:
        """Return the EVSE of a connector, 0 for the station, None if there is no such connector."""
        place = self.connectors.place(connector)
        return place.evse_id if place else STATION if connector == STATION else None


def _optional_time(text: str | None, field: str) -> float | None:
    return None if text is None else required_point_in_time(text, field)
