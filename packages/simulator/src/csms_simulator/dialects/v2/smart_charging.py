"""Charging profiles (OCPP 2.0.1 Part 2, K)."""

from csms_simulator.dialects.v2.charging_profiles import to_message, to_periods, to_profile
from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.times import to_text
from csms_simulator.model.smart_charging import (
    GRID,
    Profile,
    ProfileRefusedError,
    Purpose,
    Supply,
    Unit,
)
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import ChargingProfileCriterionType, CompositeScheduleType

_SOURCES = {Purpose.EXTERNAL: "EMS"}
"""Who has set a profile, where it is not the operator of the station (ChargingLimitSourceEnumType)."""


class SmartCharging(Conversation):
    """Taking, listing and clearing profiles, and telling what they come to."""

    @on("SetChargingProfile")
    def on_set_charging_profile(self, request: call.SetChargingProfile) -> call_result.SetChargingProfile:
        """Keep a profile, in place of one with the same id (K01)."""
        evse = self.find_evse(request.evse_id)
        if request.evse_id and evse is None:
            return call_result.SetChargingProfile(status="Rejected", status_info=why("UnknownEvse"))
        try:
            profile = to_profile(request.charging_profile)
            if profile.purpose is Purpose.EXTERNAL:
                raise ProfileRefusedError("InvalidProfile", "External constraints are not the CSMS's (K01.FR.22)")
            if profile.purpose is Purpose.TX and profile.transaction is None:
                raise ProfileRefusedError("MissingParam", "A TxProfile names its transaction (K01.FR.03)")
            self.model.profiles.install(request.evse_id, profile, running=None if evse is None else evse.running)
        except ProfileRefusedError as refusal:
            return call_result.SetChargingProfile(status="Rejected", status_info=why(refusal.reason, refusal.info))
        self.model.profiles_changed(self.now())
        self.host.changed()
        return call_result.SetChargingProfile(status="Accepted")

    @on("ClearChargingProfile")
    def on_clear_charging_profile(self, request: call.ClearChargingProfile) -> call_result.ClearChargingProfile:
        """Remove a profile by its id, or those that match (K10)."""
        criteria = request.charging_profile_criteria
        if request.charging_profile_id is not None:
            cleared = self.model.profiles.clear(id=request.charging_profile_id)
        elif criteria is None or criteria.charging_profile_purpose == Purpose.EXTERNAL:
            cleared: list[Profile] = []
        else:
            purpose = criteria.charging_profile_purpose
            cleared = self.model.profiles.clear(
                evse_id=criteria.evse_id,
                purpose=None if purpose is None else Purpose(purpose),
                stack_level=criteria.stack_level,
            )
        if not cleared:
            return call_result.ClearChargingProfile(status="Unknown", status_info=why("NotFound"))
        self.model.profiles_changed(self.now())
        self.host.changed()
        return call_result.ClearChargingProfile(status="Accepted")

    @on("GetChargingProfiles")
    def on_get_charging_profiles(self, request: call.GetChargingProfiles) -> call_result.GetChargingProfiles:
        """List profiles, in a message for each EVSE and source (K09)."""
        groups: dict[tuple[int, str], list[Profile]] = {}
        for evse_id, profile in self.model.profiles.installed(request.evse_id):
            source = _SOURCES.get(profile.purpose, "CSO")
            if _matches(profile, source, request.charging_profile):
                groups.setdefault((evse_id, source), []).append(profile)
        for number, ((evse_id, source), profiles) in enumerate(groups.items(), start=1):
            self.post(
                call.ReportChargingProfiles(
                    request_id=request.request_id,
                    evse_id=evse_id,
                    charging_limit_source=source,
                    charging_profile=[to_message(profile) for profile in profiles],
                    tbc=number < len(groups),
                )
            )
        if groups:
            return call_result.GetChargingProfiles(status="Accepted")
        return call_result.GetChargingProfiles(status="NoProfiles", status_info=why("NotFound"))

    @on("GetCompositeSchedule")
    def on_get_composite_schedule(self, request: call.GetCompositeSchedule) -> call_result.GetCompositeSchedule:
        """Tell what all profiles and the hardware together allow (K08); EVSE 0: the station's connection."""
        if request.evse_id and self.find_evse(request.evse_id) is None:
            return call_result.GetCompositeSchedule(status="Rejected", status_info=why("UnknownEvse"))
        evse = self.find_evse(request.evse_id)
        supply = self._station_supply if evse is None else evse.supply
        unit = Unit(request.charging_rate_unit) if request.charging_rate_unit else Unit.W if supply.is_dc else Unit.A
        now = self.now()
        schedule = self.model.profiles.composite(
            request.evse_id,
            now,
            float(request.duration),
            unit,
            supply,
            None if evse is None else evse.running,
            evses={each.id: (each.supply, each.running) for each in self.model.evses},
        )
        duration_s = request.duration if schedule.duration_s is None else schedule.duration_s
        return call_result.GetCompositeSchedule(
            status="Accepted",
            schedule=CompositeScheduleType(
                evse_id=request.evse_id,
                duration=round(duration_s),
                schedule_start=to_text(now),
                charging_rate_unit=unit.value,
                charging_schedule_period=to_periods(schedule),
            ),
        )

    @property
    def _station_supply(self) -> Supply:
        """What the station itself is fed with."""
        layout = self.model.layout
        most_w = sum(evse.max_power_w for evse in layout.evses)
        return Supply(
            phases=max(evse.phases for evse in layout.evses),
            voltage_v=GRID.voltage_v,
            is_dc=False,
            max_power_w=most_w if layout.max_power_w is None else min(most_w, layout.max_power_w),
        )


def _matches(profile: Profile, source: str, wanted: ChargingProfileCriterionType) -> bool:
    if wanted.charging_profile_id is not None:
        return profile.id in wanted.charging_profile_id
    return (
        wanted.charging_profile_purpose in {None, profile.purpose.value}
        and wanted.stack_level in {None, profile.stack_level}
        and (wanted.charging_limit_source is None or source in wanted.charging_limit_source)
    )
