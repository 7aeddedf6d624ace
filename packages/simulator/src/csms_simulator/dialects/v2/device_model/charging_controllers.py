"""The logical components that have to do with charging, and what the central system may change of them.

OCPP 2.0.1 Part 2 appendices, 3.1, and Part 2, Referenced Components and Variables.
"""

from functools import partial

from csms_simulator.dialects.v2.device_model.kinds import (
    BYTES_PER_MESSAGE,
    ITEMS_PER_MESSAGE,
    READ_WRITE,
    boolean,
    decimal,
    integer,
    member_list,
    string,
)
from csms_simulator.dialects.v2.device_model.variable import Setting
from csms_simulator.model.facts import TxPoint

MEASURANDS = (
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Current.Import",
    "Voltage",
    "Current.Offered",
    "Power.Offered",
    "Frequency",
    "SoC",
)

_measurands = partial(member_list, mutability=READ_WRITE, values=MEASURANDS)

_METERING = (
    boolean(component="AlignedDataCtrlr", name="Available", source="true"),
    boolean(component="AlignedDataCtrlr", name="Enabled", mutability=READ_WRITE, source="true"),
    integer(
        component="AlignedDataCtrlr",
        name="Interval",
        mutability=READ_WRITE,
        source=Setting("clock_aligned_interval_s"),
        unit="s",
        min_limit=0,
        max_limit=86_400,
    ),
    _measurands(component="AlignedDataCtrlr", name="Measurands", source="Energy.Active.Import.Register"),
    boolean(component="AlignedDataCtrlr", name="SendDuringIdle", mutability=READ_WRITE, source="false"),
    integer(
        component="AlignedDataCtrlr",
        name="TxEndedInterval",
        mutability=READ_WRITE,
        source="0",
        unit="s",
        min_limit=0,
        max_limit=86_400,
    ),
    _measurands(component="AlignedDataCtrlr", name="TxEndedMeasurands", source="Energy.Active.Import.Register"),
    boolean(component="SampledDataCtrlr", name="Available", source="true"),
    boolean(component="SampledDataCtrlr", name="Enabled", mutability=READ_WRITE, source="true"),
    integer(
        component="SampledDataCtrlr",
        name="TxEndedInterval",
        mutability=READ_WRITE,
        source=Setting("ended_sample_interval_s"),
        unit="s",
        min_limit=0,
        max_limit=86_400,
    ),
    _measurands(component="SampledDataCtrlr", name="TxEndedMeasurands", source="Energy.Active.Import.Register"),
    _measurands(component="SampledDataCtrlr", name="TxStartedMeasurands", source="Energy.Active.Import.Register"),
    integer(
        component="SampledDataCtrlr",
        name="TxUpdatedInterval",
        mutability=READ_WRITE,
        source=Setting("sample_interval_s"),
        unit="s",
        min_limit=0,
        max_limit=86_400,
    ),
    _measurands(
        component="SampledDataCtrlr",
        name="TxUpdatedMeasurands",
        source="Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC",
    ),
    boolean(component="SampledDataCtrlr", name="RegisterValuesWithoutPhases", source="true"),
)

_AUTHORIZATION = (
    boolean(component="AuthCtrlr", name="Enabled", mutability=READ_WRITE, source=Setting("is_auth_enabled")),
    boolean(
        component="AuthCtrlr",
        name="AuthorizeRemoteStart",
        mutability=READ_WRITE,
        source=Setting("authorize_remote_start"),
    ),
    boolean(
        component="AuthCtrlr",
        name="LocalAuthorizeOffline",
        mutability=READ_WRITE,
        source=Setting("local_authorize_offline"),
    ),
    boolean(
        component="AuthCtrlr", name="LocalPreAuthorize", mutability=READ_WRITE, source=Setting("local_pre_authorize")
    ),
    boolean(
        component="AuthCtrlr",
        name="OfflineTxForUnknownIdEnabled",
        mutability=READ_WRITE,
        source=Setting("allow_unknown_offline"),
    ),
    string(
        component="AuthCtrlr",
        name="MasterPassGroupId",
        mutability=READ_WRITE,
        source=Setting("master_pass_group"),
        max_limit=36,
    ),
    boolean(component="AuthCacheCtrlr", name="Available", source="true"),
    boolean(component="AuthCacheCtrlr", name="Enabled", mutability=READ_WRITE, source=Setting("is_auth_cache_enabled")),
    integer(
        component="AuthCacheCtrlr",
        name="LifeTime",
        mutability=READ_WRITE,
        source=Setting("auth_cache_lifetime_s"),
        unit="s",
        min_limit=0,
    ),
    boolean(component="LocalAuthListCtrlr", name="Available", source="true"),
    boolean(
        component="LocalAuthListCtrlr", name="Enabled", mutability=READ_WRITE, source=Setting("is_local_list_enabled")
    ),
    integer(component="LocalAuthListCtrlr", name="BytesPerMessage", source=BYTES_PER_MESSAGE),
    integer(component="LocalAuthListCtrlr", name="ItemsPerMessage", source=ITEMS_PER_MESSAGE),
    integer(
        component="LocalAuthListCtrlr",
        name="Entries",
        source=lambda c, _: str(c.model.authorizer.list_size),
        min_limit=0,
        max_limit=lambda c, _: c.model.settings.max_local_list,
    ),
)

_TRANSACTIONS = (
    integer(
        component="TxCtrlr",
        name="EVConnectionTimeOut",
        mutability=READ_WRITE,
        source=Setting("connection_timeout_s"),
        unit="s",
        min_limit=1,
    ),
    integer(
        component="TxCtrlr",
        name="MaxEnergyOnInvalidId",
        mutability=READ_WRITE,
        source=Setting("max_energy_on_invalid_id_wh"),
        unit="Wh",
        min_limit=0,
    ),
    boolean(
        component="TxCtrlr",
        name="StopTxOnEVSideDisconnect",
        mutability=READ_WRITE,
        source=Setting("stop_on_ev_disconnect"),
    ),
    boolean(component="TxCtrlr", name="StopTxOnInvalidId", mutability=READ_WRITE, source=Setting("stop_on_invalid_id")),
    member_list(
        component="TxCtrlr",
        name="TxStartPoint",
        mutability=READ_WRITE,
        source=Setting("tx_start_points"),
        values=tuple(TxPoint),
        may_be_empty=False,
    ),
    member_list(
        component="TxCtrlr",
        name="TxStopPoint",
        mutability=READ_WRITE,
        source=Setting("tx_stop_points"),
        values=tuple(TxPoint),
        may_be_empty=False,
    ),
)

_SMART_CHARGING = (
    boolean(component="SmartChargingCtrlr", name="Available", source="true"),
    boolean(component="SmartChargingCtrlr", name="Enabled", source="true"),
    integer(
        component="SmartChargingCtrlr",
        name="Entries",
        instance="ChargingProfiles",
        source=lambda c, _: str(len(c.model.profiles.installed())),
        min_limit=0,
        max_limit=lambda c, _: c.model.settings.max_charging_profiles,
    ),
    decimal(
        component="SmartChargingCtrlr",
        name="LimitChangeSignificance",
        mutability=READ_WRITE,
        source="1",
        unit="Percent",
        min_limit=0,
        max_limit=100,
    ),
    integer(component="SmartChargingCtrlr", name="PeriodsPerSchedule", source="1024"),
    integer(component="SmartChargingCtrlr", name="ProfileStackLevel", source="100"),
    member_list(component="SmartChargingCtrlr", name="RateUnit", source="A,W", values=("A", "W")),
    boolean(component="SmartChargingCtrlr", name="ExternalControlSignalsEnabled", source="false"),
)

_RESERVATION = (
    boolean(component="ReservationCtrlr", name="Available", source="true"),
    boolean(component="ReservationCtrlr", name="Enabled", mutability=READ_WRITE, source="true"),
    boolean(component="ReservationCtrlr", name="NonEvseSpecific", source="true"),
)

VARIABLES = (*_METERING, *_AUTHORIZATION, *_TRANSACTIONS, *_SMART_CHARGING, *_RESERVATION)
"""Of both versions."""
