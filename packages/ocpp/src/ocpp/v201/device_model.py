"""The names that the appendices of OCPP 2.0.1 standardize: components, variables, units, reasons and security events.

The fields that carry them are open strings: makers and operators may add names of their own.
"""

# ruff: noqa: S105  # words with "token" and "pass" in them are no passwords

from enum import StrEnum


class AcDcConverterVariableName(StrEnum):
    """State and readings of the converter that makes the direct current for the battery.

    OCPP 2.0.1 Part 2 appendices, 3.2.2.
    """

    dc_current = "DCCurrent"
    dc_voltage = "DCVoltage"
    enabled = "Enabled"
    fan_speed = "FanSpeed"
    overload = "Overload"
    power = "Power"
    problem = "Problem"
    temperature = "Temperature"
    tripped = "Tripped"


class AcPhaseSelectorVariableName(StrEnum):
    """State of the switch that puts a single-phase vehicle on a chosen phase.

    Active: switching.

    OCPP 2.0.1 Part 2 appendices, 3.2.3.
    """

    active = "Active"
    enabled = "Enabled"
    phase_rotation = "PhaseRotation"
    problem = "Problem"


class AccessBarrierVariableName(StrEnum):
    """State of a barrier that lets vehicles onto the charging site.

    Active: open.

    OCPP 2.0.1 Part 2 appendices, 3.2.1.
    """

    enabled = "Enabled"
    active = "Active"
    problem = "Problem"


class ActuatorVariableName(StrEnum):
    """State of a general electromechanical output.

    Active: not in its resting position.

    OCPP 2.0.1 Part 2 appendices, 3.2.4.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"
    state = "State"


class AirCoolingSystemVariableName(StrEnum):
    """State of the fans that cool a component.

    Active: cooling; FanSpeed in revolutions per minute.

    OCPP 2.0.1 Part 2 appendices, 3.2.5.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"
    fan_speed = "FanSpeed"


class AlignedDataCtrlrVariableName(StrEnum):
    """Settings of meter readings at fixed times of day.

    Intervals in seconds; measurands as a list separated by commas.

    OCPP 2.0.1 Part 2 appendices, 3.1.1.
    """

    available = "Available"
    enabled = "Enabled"
    interval = "Interval"
    measurands = "Measurands"
    send_during_idle = "SendDuringIdle"
    sign_readings = "SignReadings"
    tx_ended_interval = "TxEndedInterval"
    tx_ended_measurands = "TxEndedMeasurands"


class AreaVentilationVariableName(StrEnum):
    """State of the fans for vehicles that need ventilation while charging.

    Active: ventilating; FanSpeed in revolutions per minute.

    OCPP 2.0.1 Part 2 appendices, 3.2.6.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"
    fan_speed = "FanSpeed"


class AuthCacheCtrlrVariableName(StrEnum):
    """Settings of the authorization cache: lifetime, replacement policy and size.

    LifeTime in seconds since last use; Storage in bytes.

    OCPP 2.0.1 Part 2 appendices, 3.1.3.
    """

    available = "Available"
    enabled = "Enabled"
    life_time = "LifeTime"
    policy = "Policy"
    storage = "Storage"
    disable_post_authorize = "DisablePostAuthorize"


class AuthCtrlrVariableName(StrEnum):
    """Settings of authorization: offline, ahead of the CSMS, for remote starts and master passes.

    With Enabled false nobody has to identify before charging.

    OCPP 2.0.1 Part 2 appendices, 3.1.2.
    """

    additional_info_items_per_message = "AdditionalInfoItemsPerMessage"
    authorize_remote_start = "AuthorizeRemoteStart"
    enabled = "Enabled"
    local_authorize_offline = "LocalAuthorizeOffline"
    local_pre_authorize = "LocalPreAuthorize"
    master_pass_group_id = "MasterPassGroupId"
    offline_tx_for_unknown_id_enabled = "OfflineTxForUnknownIdEnabled"
    disable_remote_authorization = "DisableRemoteAuthorization"


class BayOccupancySensorVariableName(StrEnum):
    """State of the sensor that sees whether a parking bay is taken.

    Active: occupied; Percent is the obstruction an analogue sensor sees.

    OCPP 2.0.1 Part 2 appendices, 3.2.7.
    """

    active = "Active"
    enabled = "Enabled"
    percent = "Percent"


class BeaconLightingVariableName(StrEnum):
    """State of the light that shows from afar where a charger is and whether it is free.

    Color as RRGGBB, Percent of the greatest brightness, Power in watts.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.8.
    """

    active = "Active"
    color = "Color"
    enabled = "Enabled"
    enabled_set = "Enabled(Set)"
    percent = "Percent"
    percent_set = "Percent(Set)"
    power = "Power"
    problem = "Problem"


class CHAdeMOCtrlrVariableName(StrEnum):
    """State of the CHAdeMO controller and what the vehicle tells it.

    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.1.4.
    """

    enabled = "Enabled"
    active = "Active"
    complete = "Complete"
    tripped = "Tripped"
    problem = "Problem"
    selftest_active = "SelftestActive"
    selftest_active_set = "SelftestActive(Set)"
    chademo_protocol_number = "CHAdeMOProtocolNumber"
    vehicle_status = "VehicleStatus"
    dynamic_control = "DynamicControl"
    high_current_control = "HighCurrentControl"
    high_voltage_control = "HighVoltageControl"
    auto_manufacturer_code = "AutoManufacturerCode"


class CPPWMControllerVariableName(StrEnum):
    """State of the control pilot by which station and vehicle signal (IEC 61851-1, SAE J1772).

    State is A to E, Percentage the duty cycle at 1 kHz, DCVoltage that of the pilot wire.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.21.
    """

    active = "Active"
    dc_voltage = "DCVoltage"
    enabled = "Enabled"
    percentage = "Percentage"
    problem = "Problem"
    selftest_active = "SelftestActive"
    selftest_active_set = "SelftestActive(Set)"
    state = "State"


class CableBreakawaySensorVariableName(StrEnum):
    """State of the sensor for a charging cable that was torn off.

    Tripped: somebody must check and repair it on site.

    OCPP 2.0.1 Part 2 appendices, 3.2.9.
    """

    active = "Active"
    enabled = "Enabled"
    tripped = "Tripped"


class CaseAccessSensorVariableName(StrEnum):
    """State of the sensor for an open door or panel of the housing.

    Active: open.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.10.
    """

    active = "Active"
    enabled = "Enabled"
    enabled_set = "Enabled(Set)"
    problem = "Problem"
    tripped = "Tripped"


class ChargingStateVariableName(StrEnum):
    """Conditions and faults that a connected vehicle reports.

    These are members of the value of ConnectedEV's variable ChargingState, not variables.

    OCPP 2.0.1 Part 2 appendices, 3.2.13.
    """

    battery_overvoltage = "BatteryOvervoltage"
    battery_undervoltage = "BatteryUndervoltage"
    charging_current_deviation = "ChargingCurrentDeviation"
    battery_temperature = "BatteryTemperature"
    voltage_deviation = "VoltageDeviation"
    charging_system_error = "ChargingSystemError"
    vehicle_shift_position = "VehicleShiftPosition"
    vehicle_charging_enabled = "VehicleChargingEnabled"
    charging_system_incompatibility = "ChargingSystemIncompatibility"
    charger_connector_lock_fault = "ChargerConnectorLockFault"


class ChargingStationVariableName(StrEnum):
    """State, nameplate and supply of the charging station as a whole.

    AvailabilityState, Available and SupplyPhases are always present.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.11.
    """

    ac_current = "ACCurrent"
    ac_voltage = "ACVoltage"
    ac_voltage_max_limit = "ACVoltage(MaxLimit)"
    allow_new_sessions_pending_firmware_update = "AllowNewSessionsPendingFirmwareUpdate"
    available = "Available"
    availability_state = "AvailabilityState"
    charge_protocol = "ChargeProtocol"
    current_imbalance = "CurrentImbalance"
    ec_variant = "ECVariant"
    enabled = "Enabled"
    model = "Model"
    operating_times = "OperatingTimes"
    overload = "Overload"
    phase_rotation = "PhaseRotation"
    power = "Power"
    power_max_limit = "Power(MaxLimit)"
    problem = "Problem"
    serial_number = "SerialNumber"
    supply_phases = "SupplyPhases"
    supply_phases_max_limit = "SupplyPhases(MaxLimit)"
    tripped = "Tripped"
    vendor_name = "VendorName"
    voltage_imbalance = "VoltageImbalance"


class ChargingStatusIndicatorVariableName(StrEnum):
    """State of the light that shows a driver whether charging goes on.

    Active: lit; Color as RRGGBB.

    OCPP 2.0.1 Part 2 appendices, 3.2.12.
    """

    active = "Active"
    color = "Color"


class ClockCtrlrVariableName(StrEnum):
    """Settings of clock and time zone: sources, offset, and when adjustments are reported.

    TimeOffset looks like +01:00, TimeZone like Europe/Oslo and is for display.

    OCPP 2.0.1 Part 2 appendices, 3.1.5.
    """

    date_time = "DateTime"
    next_time_offset_transition_date_time = "NextTimeOffsetTransitionDateTime"
    ntp_server_uri = "NtpServerUri"
    ntp_source = "NtpSource"
    time_adjustment_reporting_threshold = "TimeAdjustmentReportingThreshold"
    time_offset = "TimeOffset"
    time_source = "TimeSource"
    time_zone = "TimeZone"


class ConnectedEVVariableName(StrEnum):
    """What a connected vehicle tells over ISO 15118 or CHAdeMO: limits, wishes, state of charge.

    A suffix after the dot names the attribute or limit: send the variable name without it.
    Amperes, volts, watts, Wh, seconds and percent; DepartureTime is a point in time.

    OCPP 2.0.1 Part 2 appendices, 3.2.13.
    """

    available = "Available"
    vehicle_id = "VehicleId"
    protocol_agreed = "ProtocolAgreed"
    protocol_supported_by_ev = "ProtocolSupportedByEV"
    ac_current_min_set = "ACCurrent.minSet"
    ac_current_max_set = "ACCurrent.maxSet"
    ac_voltage_max_set = "ACVoltage.maxSet"
    dc_current_min_set = "DCCurrent.minSet"
    dc_current_max_set = "DCCurrent.maxSet"
    dc_current_target = "DCCurrent.target"
    dc_voltage_min_set = "DCVoltage.minSet"
    dc_voltage_max_set = "DCVoltage.maxSet"
    dc_voltage_target = "DCVoltage.target"
    power_max_set = "Power.maxSet"
    energy_capacity = "EnergyCapacity"
    energy_import_target = "EnergyImport.target"
    departure_time = "DepartureTime"
    remaining_time_bulk = "RemainingTimeBulk"
    remaining_time_full_max_set = "RemainingTimeFull.maxSet"
    remaining_time_full_actual = "RemainingTimeFull.actual"
    state_of_charge_bulk = "StateOfChargeBulk"
    state_of_charge_max_set = "StateOfCharge.maxSet"
    state_of_charge_actual = "StateOfCharge.actual"
    charging_complete_bulk = "ChargingCompleteBulk"
    charging_complete_full = "ChargingCompleteFull"
    battery_overvoltage = "BatteryOvervoltage"
    battery_undervoltage = "BatteryUndervoltage"
    charging_current_deviation = "ChargingCurrentDeviation"
    battery_temperature = "BatteryTemperature"
    voltage_deviation = "VoltageDeviation"
    charging_system_error = "ChargingSystemError"
    vehicle_shift_position = "VehicleShiftPosition"
    vehicle_charging_enabled = "VehicleChargingEnabled"
    charging_system_incompatibility = "ChargingSystemIncompatibility"
    charger_connector_lock_fault = "ChargerConnectorLockFault"
    vehicle_identifier = "VehicleID"


class ConnectorHolsterReleaseVariableName(StrEnum):
    """State of the lock that keeps a connector in its holster until it may be taken.

    Active: unlocked.

    OCPP 2.0.1 Part 2 appendices, 3.2.15.
    """

    enabled = "Enabled"
    active = "Active"
    problem = "Problem"
    state = "State"


class ConnectorHolsterSensorVariableName(StrEnum):
    """State of the sensor that sees whether a tethered connector hangs in its holster.

    Active: taken out.

    OCPP 2.0.1 Part 2 appendices, 3.2.16.
    """

    enabled = "Enabled"
    active = "Active"
    problem = "Problem"


class ConnectorPlugRetentionLockVariableName(StrEnum):
    """State of the lock that holds a plug in its socket.

    Active: locked; Tries counts the attempts of the last operation.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.17.
    """

    enabled = "Enabled"
    active = "Active"
    problem = "Problem"
    tripped = "Tripped"
    tries = "Tries"
    tries_set_limit = "Tries(SetLimit)"
    tries_max_limit = "Tries(MaxLimit)"


class ConnectorProtectionReleaseVariableName(StrEnum):
    """State of the shutter or lock that keeps people from touching the contacts.

    Active: unlocked.

    OCPP 2.0.1 Part 2 appendices, 3.2.18.
    """

    enabled = "Enabled"
    active = "Active"
    problem = "Problem"
    tripped = "Tripped"


class ConnectorVariableName(StrEnum):
    """State and kind of a connector.

    AvailabilityState has the values of StatusNotification.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.14.
    """

    availability_state = "AvailabilityState"
    available = "Available"
    charge_protocol = "ChargeProtocol"
    connector_type = "ConnectorType"
    enabled = "Enabled"
    phase_rotation = "PhaseRotation"
    problem = "Problem"
    supply_phases = "SupplyPhases"
    supply_phases_max_limit = "SupplyPhases(MaxLimit)"
    tripped = "Tripped"


class ControlMeteringVariableName(StrEnum):
    """Readings of a meter that is used for control, not for billing.

    OCPP 2.0.1 Part 2 appendices, 3.2.20.
    """

    power = "Power"
    ac_current = "ACCurrent"
    dc_current = "DCCurrent"
    dc_voltage = "DCVoltage"


class ControllerComponentName(StrEnum):
    """Components of the device model that hold settings of a functional area.

    The usual variables of each are in the enumeration named after it.

    OCPP 2.0.1 Part 2 appendices, 3.1.
    """

    aligned_data_ctrlr = "AlignedDataCtrlr"
    auth_cache_ctrlr = "AuthCacheCtrlr"
    auth_ctrlr = "AuthCtrlr"
    chademo_ctrlr = "CHAdeMOCtrlr"
    clock_ctrlr = "ClockCtrlr"
    customization_ctrlr = "CustomizationCtrlr"
    device_data_ctrlr = "DeviceDataCtrlr"
    display_message_ctrlr = "DisplayMessageCtrlr"
    iso15118_ctrlr = "ISO15118Ctrlr"
    local_auth_list_ctrlr = "LocalAuthListCtrlr"
    monitoring_ctrlr = "MonitoringCtrlr"
    ocpp_comm_ctrlr = "OCPPCommCtrlr"
    reservation_ctrlr = "ReservationCtrlr"
    sampled_data_ctrlr = "SampledDataCtrlr"
    security_ctrlr = "SecurityCtrlr"
    smart_charging_ctrlr = "SmartChargingCtrlr"
    tariff_cost_ctrlr = "TariffCostCtrlr"
    tx_ctrlr = "TxCtrlr"


class ControllerVariableName(StrEnum):
    """State, nameplate and limits of a built-in controller.

    A suffix in parentheses names an attribute or a limit: send the variable name without it.
    A suffix in brackets is the variable instance: send it in the instance field.

    OCPP 2.0.1 Part 2 appendices, 3.2.19.
    """

    active = "Active"
    ec_variant = "ECVariant"
    firmware_version = "FirmwareVersion"
    interval_heartbeat = "Interval[Heartbeat]"
    manufacturer = "Manufacturer"
    max_msg_elements = "MaxMsgElements"
    model = "Model"
    problem = "Problem"
    selftest_active = "SelftestActive"
    selftest_active_set = "SelftestActive(Set)"
    serial_number = "SerialNumber"
    version_date = "VersionDate"
    version_number = "VersionNumber"


class CustomizationCtrlrVariableName(StrEnum):
    """Switch that turns a vendor's own extension on or off.

    The variable instance is the vendor id that DataTransfer and customData use.

    OCPP 2.0.1 Part 2 appendices, 3.1.6.
    """

    custom_implementation_enabled = "CustomImplementationEnabled"


class DataLinkVariableName(StrEnum):
    """State of the network link to the CSMS, with its SIM data and signal strength.

    Active: connected; Fallback: on the backup SIM or network.

    OCPP 2.0.1 Part 2 appendices, 3.2.22.
    """

    active = "Active"
    complete = "Complete"
    enabled = "Enabled"
    fallback = "Fallback"
    iccid = "ICCID"
    imsi = "IMSI"
    network_address = "NetworkAddress"
    problem = "Problem"
    signal_strength = "SignalStrength"


class DeviceDataCtrlrInstanceName(StrEnum):
    """Messages that the size limits of DeviceDataCtrlr are given for.

    OCPP 2.0.1 Part 2 appendices, 3.1.7.
    """

    get_report = "GetReport"
    get_variables = "GetVariables"
    set_variables = "SetVariables"


class DeviceDataCtrlrVariableName(StrEnum):
    """Limits on the size of device model messages and values.

    The variable instance names the message, see DeviceDataCtrlrInstanceName.

    OCPP 2.0.1 Part 2 appendices, 3.1.7.
    """

    bytes_per_message = "BytesPerMessage"
    configuration_value_size = "ConfigurationValueSize"
    items_per_message = "ItemsPerMessage"
    reporting_value_size = "ReportingValueSize"
    value_size = "ValueSize"


class DisplayMessageCtrlrVariableName(StrEnum):
    """Settings and limits of messages on the display of a charging station.

    PersonalMessageSize in characters, 0 if personal messages cannot be stored.

    OCPP 2.0.1 Part 2 appendices, 3.1.8.
    """

    available = "Available"
    display_messages = "DisplayMessages"
    enabled = "Enabled"
    personal_message_size = "PersonalMessageSize"
    supported_formats = "SupportedFormats"
    supported_priorities = "SupportedPriorities"


class DisplayVariableName(StrEnum):
    """State, size and contents of the display.

    A suffix in brackets is the variable instance: send it in the instance field.

    OCPP 2.0.1 Part 2 appendices, 3.2.23.
    """

    color = "Color"
    count_height_in_chars = "Count[HeightInChars]"
    count_width_in_chars = "Count[WidthInChars]"
    data_text_visible = "DataText[Visible]"
    enabled = "Enabled"
    problem = "Problem"
    state = "State"


class DistributionPanelVariableName(StrEnum):
    """Fuses of a distribution panel and what is wired behind it.

    Fuse is in amperes with the number of the phase as its instance.
    ChargingStation and DistributionPanel are indexed lists of identities.

    OCPP 2.0.1 Part 2 appendices, 3.2.24.
    """

    charging_station = "ChargingStation"
    distribution_panel = "DistributionPanel"
    fuse = "Fuse"
    instance_name = "InstanceName"


class ELVSupplyVariableName(StrEnum):
    """State of the low-voltage supply of the electronics, and of its backup.

    Time is the expected running time on backup.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.26.
    """

    energy_import_register = "EnergyImportRegister"
    fallback = "Fallback"
    fallback_max_limit = "Fallback(MaxLimit)"
    power = "Power"
    power_max_limit = "Power(MaxLimit)"
    state_of_charge = "StateOfCharge"
    time = "Time"


class EVRetentionLockVariableName(StrEnum):
    """State of the lock on the vehicle's side while high currents flow.

    Active: locked; Complete: unlocked again.

    OCPP 2.0.1 Part 2 appendices, 3.2.29.
    """

    active = "Active"
    complete = "Complete"
    enabled = "Enabled"
    problem = "Problem"


class EVSEVariableName(StrEnum):
    """State, readings and limits of an EVSE.

    The limit of Power, the most the EVSE can give, is always present.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.
    A suffix in brackets is the variable instance: send it in the instance field.

    OCPP 2.0.1 Part 2 appendices, 3.2.30.
    """

    ac_current = "ACCurrent"
    ac_voltage = "ACVoltage"
    available = "Available"
    availability_state = "AvailabilityState"
    allow_reset = "AllowReset"
    charge_protocol = "ChargeProtocol"
    charging_time = "ChargingTime"
    count_charging_profiles_max_limit = "Count[ChargingProfiles](MaxLimit)"
    count_charging_profiles = "Count[ChargingProfiles]"
    current_imbalance = "CurrentImbalance"
    dc_current = "DCCurrent"
    dc_voltage = "DCVoltage"
    enabled = "Enabled"
    evse_id = "EvseId"
    iso15118_evse_id = "ISO15118EvseId"
    overload = "Overload"
    phase_rotation = "PhaseRotation"
    post_charging_time = "PostChargingTime"
    power = "Power"
    problem = "Problem"
    supply_phases = "SupplyPhases"
    tripped = "Tripped"
    voltage_imbalance = "VoltageImbalance"


class ElectricalFeedVariableName(StrEnum):
    """State and readings of an electrical supply of the station: grid, generator or storage.

    A station with a single feed may report these on ChargingStation instead.

    OCPP 2.0.1 Part 2 appendices, 3.2.25.
    """

    ac_voltage = "ACVoltage"
    active = "Active"
    dc_voltage = "DCVoltage"
    enabled = "Enabled"
    energy = "Energy"
    phase_rotation = "PhaseRotation"
    power = "Power"
    power_type = "PowerType"
    problem = "Problem"
    supply_phases = "SupplyPhases"


class EmergencyStopSensorVariableName(StrEnum):
    """State of the emergency stop button.

    Active: pressed; Tripped: it must be released by hand.

    OCPP 2.0.1 Part 2 appendices, 3.2.27.
    """

    enabled = "Enabled"
    active = "Active"
    tripped = "Tripped"


class EnvironmentalLightingVariableName(StrEnum):
    """State of the lighting of the charging place.

    Color as RRGGBB, Percent of the greatest brightness, Power in watts.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.28.
    """

    active = "Active"
    color = "Color"
    enabled = "Enabled"
    enabled_set = "Enabled(Set)"
    percent = "Percent"
    percent_set = "Percent(Set)"
    power = "Power"
    problem = "Problem"


class ExternalTemperatureSensorVariableName(StrEnum):
    """State and reading of the outdoor thermometer.

    Active: outside the set limits.

    OCPP 2.0.1 Part 2 appendices, 3.2.31.
    """

    active = "Active"
    problem = "Problem"
    temperature = "Temperature"


class FiscalMeteringVariableName(StrEnum):
    """Readings and nameplate of the meter that bills are based on.

    EnergyImport and EnergyExport are per session, the registers run on; Wh unless a unit is given.
    A suffix in brackets is the variable instance: send it in the instance field.

    OCPP 2.0.1 Part 2 appendices, 3.2.32.
    """

    problem = "Problem"
    certificate = "Certificate"
    ec_variant = "ECVariant"
    energy_export = "EnergyExport"
    energy_export_register = "EnergyExportRegister"
    energy_import = "EnergyImport"
    energy_import_register = "EnergyImportRegister"
    manufacturer_ct = "Manufacturer[CT]"
    manufacturer_meter = "Manufacturer[Meter]"
    model_ct = "Model[CT]"
    model_meter = "Model[Meter]"
    options_set_meter_value_aligned_data = "OptionsSet[MeterValueAlignedData]"
    options_set_txn_stopped_aligned_data = "OptionsSet[TxnStoppedAlignedData]"
    serial_number_ct = "SerialNumber[CT]"
    serial_number_meter = "SerialNumber[Meter]"


class FloodSensorVariableName(StrEnum):
    """State of the sensor for water in or around the station.

    Height in metres above ground; Percent between reference level and greatest allowed level.

    OCPP 2.0.1 Part 2 appendices, 3.2.33.
    """

    active = "Active"
    enabled = "Enabled"
    height = "Height"
    percent = "Percent"
    tripped = "Tripped"


class GroundIsolationProtectionVariableName(StrEnum):
    """State of the tester that checks insulation while no vehicle is connected.

    Active: leakage; Impedance in ohms.

    OCPP 2.0.1 Part 2 appendices, 3.2.34.
    """

    active = "Active"
    complete = "Complete"
    enabled = "Enabled"
    impedance = "Impedance"
    problem = "Problem"


class HeaterVariableName(StrEnum):
    """State of the heater that keeps the station working in the cold.

    Temperature limits are where it switches on and off.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.35.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"
    tripped = "Tripped"
    power = "Power"
    power_max_limit = "Power(MaxLimit)"
    power_max_set = "Power(MaxSet)"
    temperature_min_set = "Temperature(MinSet)"
    temperature_max_set = "Temperature(MaxSet)"


class HumiditySensorVariableName(StrEnum):
    """State and reading of the humidity sensor, in percent relative humidity.

    OCPP 2.0.1 Part 2 appendices, 3.2.36.
    """

    enabled = "Enabled"
    humidity = "Humidity"
    problem = "Problem"


class ISO15118CtrlrVariableName(StrEnum):
    """Settings of ISO 15118 and plug and charge, and the state of the session.

    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.1.9.
    """

    active = "Active"
    enabled = "Enabled"
    central_contract_validation_allowed = "CentralContractValidationAllowed"
    complete = "Complete"
    contract_validation_offline = "ContractValidationOffline"
    secc_id = "SeccId"
    selftest_active = "SelftestActive"
    selftest_active_set = "SelftestActive(Set)"
    max_schedule_entries = "MaxScheduleEntries"
    requested_energy_transfer_mode = "RequestedEnergyTransferMode"
    request_metering_receipt = "RequestMeteringReceipt"
    country_name = "CountryName"
    organization_name = "OrganizationName"
    pnc_enabled = "PnCEnabled"
    problem = "Problem"
    tripped = "Tripped"
    v2g_certificate_installation_enabled = "V2GCertificateInstallationEnabled"
    contract_certificate_installation_enabled = "ContractCertificateInstallationEnabled"


class LightSensorVariableName(StrEnum):
    """State and reading of the daylight sensor, in lux.

    OCPP 2.0.1 Part 2 appendices, 3.2.37.
    """

    enabled = "Enabled"
    light = "Light"
    problem = "Problem"


class LiquidCoolingSystemVariableName(StrEnum):
    """State of the liquid cooling, as used for cables of very powerful chargers.

    Active: liquid circulates.

    OCPP 2.0.1 Part 2 appendices, 3.2.38.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"
    temperature = "Temperature"


class LocalAuthListCtrlrVariableName(StrEnum):
    """Settings and limits of the local authorization list.

    Entries is the number of tokens in the list; Storage and BytesPerMessage in bytes.

    OCPP 2.0.1 Part 2 appendices, 3.1.10.
    """

    available = "Available"
    bytes_per_message = "BytesPerMessage"
    enabled = "Enabled"
    entries = "Entries"
    items_per_message = "ItemsPerMessage"
    storage = "Storage"
    disable_post_authorize = "DisablePostAuthorize"


class LocalAvailabilitySensorVariableName(StrEnum):
    """State of the input by which the site takes the station out of service.

    Active: out of service.

    OCPP 2.0.1 Part 2 appendices, 3.2.39.
    """

    active = "Active"
    enabled = "Enabled"
    problem = "Problem"


class LocalControllerVariableName(StrEnum):
    """State, nameplate and connected stations of a local controller.

    ChargingStation and DistributionPanel are indexed lists of identities, not components.

    OCPP 2.0.1 Part 2 appendices, 3.2.40.
    """

    charging_station = "ChargingStation"
    distribution_panel = "DistributionPanel"
    ec_variant = "ECVariant"
    enabled = "Enabled"
    identity = "Identity"
    manufacturer = "Manufacturer"
    model = "Model"
    problem = "Problem"
    serial_number = "SerialNumber"
    tripped = "Tripped"


class LocalEnergyStorageVariableName(StrEnum):
    """Identity and capacity of a battery on site, in Wh.

    OCPP 2.0.1 Part 2 appendices, 3.2.41.
    """

    energy_capacity = "EnergyCapacity"
    identity = "Identity"
    capacity = "Capacity"


class MonitoringCtrlrInstanceName(StrEnum):
    """Messages that the size limits of MonitoringCtrlr are given for.

    OCPP 2.0.1 Part 2 appendices, 3.1.11.
    """

    clear_variable_monitoring = "ClearVariableMonitoring"
    set_variable_monitoring = "SetVariableMonitoring"


class MonitoringCtrlrVariableName(StrEnum):
    """Settings of variable monitoring, and the base and level in force.

    OfflineQueuingSeverity: events up to this number (0 is gravest, 9 debug) are kept while offline.
    The size limits have an instance, see MonitoringCtrlrInstanceName.

    OCPP 2.0.1 Part 2 appendices, 3.1.11.
    """

    available = "Available"
    bytes_per_message = "BytesPerMessage"
    enabled = "Enabled"
    items_per_message = "ItemsPerMessage"
    offline_queuing_severity = "OfflineQueuingSeverity"
    monitoring_base = "MonitoringBase"
    monitoring_level = "MonitoringLevel"
    active_monitoring_base = "ActiveMonitoringBase"
    active_monitoring_level = "ActiveMonitoringLevel"


class OCPPCommCtrlrInstanceName(StrEnum):
    """Instances of the OCPPCommCtrlr variables for message timeouts and attempts.

    Default is for MessageTimeout, TransactionEvent for the attempts and their interval.

    OCPP 2.0.1 Part 2 appendices, 3.1.12.
    """

    default = "Default"
    transaction_event = "TransactionEvent"


class OCPPCommCtrlrVariableName(StrEnum):
    """Settings of the connection to the CSMS: timeouts, retries, back-off, network profiles.

    Times in seconds; WebSocketPingInterval 0 turns the station's pings off.
    Some variables have an instance, see OCPPCommCtrlrInstanceName.

    OCPP 2.0.1 Part 2 appendices, 3.1.12.
    """

    active_network_profile = "ActiveNetworkProfile"
    file_transfer_protocols = "FileTransferProtocols"
    heartbeat_interval = "HeartbeatInterval"
    message_timeout = "MessageTimeout"
    message_attempt_interval = "MessageAttemptInterval"
    message_attempts = "MessageAttempts"
    minimum_status_duration = "MinimumStatusDuration"
    network_configuration_priority = "NetworkConfigurationPriority"
    network_profile_connection_attempts = "NetworkProfileConnectionAttempts"
    offline_threshold = "OfflineThreshold"
    public_key_with_signed_meter_value = "PublicKeyWithSignedMeterValue"
    queue_all_messages = "QueueAllMessages"
    reset_retries = "ResetRetries"
    retry_back_off_random_range = "RetryBackOffRandomRange"
    retry_back_off_repeat_times = "RetryBackOffRepeatTimes"
    retry_back_off_wait_minimum = "RetryBackOffWaitMinimum"
    unlock_on_ev_side_disconnect = "UnlockOnEVSideDisconnect"
    web_socket_ping_interval = "WebSocketPingInterval"
    field_length = "FieldLength"


class OverCurrentProtectionRecloserVariableName(StrEnum):
    """State of the device that closes an overcurrent breaker again.

    Active: closing; Tries counts the attempts of the last operation.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.43.
    """

    active = "Active"
    active_set = "Active(Set)"
    enabled = "Enabled"
    complete = "Complete"
    problem = "Problem"
    mode = "Mode"
    tries = "Tries"
    tries_set_limit = "Tries(SetLimit)"
    tries_max_limit = "Tries(MaxLimit)"


class OverCurrentProtectionVariableName(StrEnum):
    """State of the breaker that opens on excess current.

    Active: tripped; Operated: it opened and closed again by itself.

    OCPP 2.0.1 Part 2 appendices, 3.2.42.
    """

    ac_current = "ACCurrent"
    active = "Active"
    operated = "Operated"


class PhysicalComponentName(StrEnum):
    """Components of the device model that stand for hardware.

    A station must use these names where they fit, and may add others where none does.
    The usual variables of each are in the enumeration named after it; all of them are optional.

    OCPP 2.0.1 Part 2 appendices, 3.2.
    """

    access_barrier = "AccessBarrier"
    ac_dc_converter = "AcDcConverter"
    ac_phase_selector = "AcPhaseSelector"
    actuator = "Actuator"
    air_cooling_system = "AirCoolingSystem"
    area_ventilation = "AreaVentilation"
    bay_occupancy_sensor = "BayOccupancySensor"
    beacon_lighting = "BeaconLighting"
    cable_breakaway_sensor = "CableBreakawaySensor"
    case_access_sensor = "CaseAccessSensor"
    charging_station = "ChargingStation"
    charging_status_indicator = "ChargingStatusIndicator"
    connected_ev = "ConnectedEV"
    connector = "Connector"
    connector_holster_release = "ConnectorHolsterRelease"
    connector_holster_sensor = "ConnectorHolsterSensor"
    connector_plug_retention_lock = "ConnectorPlugRetentionLock"
    connector_protection_release = "ConnectorProtectionRelease"
    controller = "Controller"
    control_metering = "ControlMetering"
    cppwm_controller = "CPPWMController"
    data_link = "DataLink"
    display = "Display"
    distribution_panel = "DistributionPanel"
    electrical_feed = "ElectricalFeed"
    elv_supply = "ELVSupply"
    emergency_stop_sensor = "EmergencyStopSensor"
    environmental_lighting = "EnvironmentalLighting"
    ev_retention_lock = "EVRetentionLock"
    evse = "EVSE"
    external_temperature_sensor = "ExternalTemperatureSensor"
    fiscal_metering = "FiscalMetering"
    flood_sensor = "FloodSensor"
    ground_isolation_protection = "GroundIsolationProtection"
    heater = "Heater"
    humidity_sensor = "HumiditySensor"
    light_sensor = "LightSensor"
    liquid_cooling_system = "LiquidCoolingSystem"
    local_availability_sensor = "LocalAvailabilitySensor"
    local_controller = "LocalController"
    local_energy_storage = "LocalEnergyStorage"
    over_current_protection = "OverCurrentProtection"
    over_current_protection_recloser = "OverCurrentProtectionRecloser"
    power_contactor = "PowerContactor"
    rcd = "RCD"
    rcd_recloser = "RCDRecloser"
    real_time_clock = "RealTimeClock"
    shock_sensor = "ShockSensor"
    spaces_count_signage = "SpacesCountSignage"
    switch = "Switch"
    temperature_sensor = "TemperatureSensor"
    tilt_sensor = "TiltSensor"
    token_reader = "TokenReader"
    ui_input = "UIInput"
    upstream_protection_trigger = "UpstreamProtectionTrigger"
    vehicle_id_sensor = "VehicleIdSensor"


class PowerContactorVariableName(StrEnum):
    """State of the contactor that switches the power to the vehicle.

    Active: closed.

    OCPP 2.0.1 Part 2 appendices, 3.2.44.
    """

    active = "Active"
    problem = "Problem"
    tripped = "Tripped"


class RCDRecloserVariableName(StrEnum):
    """State of the motor that closes a residual current device again.

    Active: closing; Tries counts the attempts of the last operation.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.46.
    """

    active = "Active"
    active_set = "Active(Set)"
    complete = "Complete"
    enabled = "Enabled"
    problem = "Problem"
    tries = "Tries"
    tries_max_limit = "Tries(MaxLimit)"
    tries_set_limit = "Tries(SetLimit)"


class RCDVariableName(StrEnum):
    """State of the residual current device (ground fault breaker).

    Tripped: to be closed by hand; Operated: it opened and closed again by itself.

    OCPP 2.0.1 Part 2 appendices, 3.2.45.
    """

    operated = "Operated"
    tripped = "Tripped"


class RealTimeClockVariableName(StrEnum):
    """State of the clock chip and its battery.

    Fallback: the battery is failing.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.47.
    """

    active = "Active"
    dc_voltage = "DCVoltage"
    fallback = "Fallback"
    fallback_max_limit = "Fallback(MaxLimit)"
    problem = "Problem"


class ReservationCtrlrVariableName(StrEnum):
    """Settings of reservations, among them whether one can be made for any EVSE.

    OCPP 2.0.1 Part 2 appendices, 3.1.13.
    """

    available = "Available"
    enabled = "Enabled"
    non_evse_specific = "NonEvseSpecific"


class SampledDataCtrlrVariableName(StrEnum):
    """Settings of meter readings taken at start, during and at the end of a transaction.

    Intervals in seconds; measurands as a list separated by commas.

    OCPP 2.0.1 Part 2 appendices, 3.1.14.
    """

    available = "Available"
    enabled = "Enabled"
    sign_readings = "SignReadings"
    tx_ended_interval = "TxEndedInterval"
    tx_ended_measurands = "TxEndedMeasurands"
    tx_started_measurands = "TxStartedMeasurands"
    tx_updated_interval = "TxUpdatedInterval"
    tx_updated_measurands = "TxUpdatedMeasurands"
    register_values_without_phases = "RegisterValuesWithoutPhases"


class SecurityCtrlrVariableName(StrEnum):
    """Settings of secure communication: identity, password, certificates, security profile.

    BasicAuthPassword can be written but not read back.

    OCPP 2.0.1 Part 2 appendices, 3.1.15.
    """

    additional_root_certificate_check = "AdditionalRootCertificateCheck"
    basic_auth_password = "BasicAuthPassword"
    certificate_entries = "CertificateEntries"
    cert_signing_repeat_times = "CertSigningRepeatTimes"
    cert_signing_wait_minimum = "CertSigningWaitMinimum"
    identity = "Identity"
    max_certificate_chain_size = "MaxCertificateChainSize"
    organization_name = "OrganizationName"
    security_profile = "SecurityProfile"


class SecurityEventType(StrEnum):
    """Security event that a charging station writes to its security log.

    Critical ones are also sent in SecurityEventNotification. Vendors may add their own.

    OCPP 2.0.1 Part 2 appendices, 1; Part 2, used by A04.
    """

    firmware_updated = "FirmwareUpdated"
    failed_to_authenticate_at_csms = "FailedToAuthenticateAtCsms"
    csms_failed_to_authenticate = "CsmsFailedToAuthenticate"
    setting_system_time = "SettingSystemTime"
    startup_of_the_device = "StartupOfTheDevice"
    reset_or_reboot = "ResetOrReboot"
    security_log_was_cleared = "SecurityLogWasCleared"
    reconfiguration_of_security_parameters = "ReconfigurationOfSecurityParameters"
    memory_exhaustion = "MemoryExhaustion"
    invalid_messages = "InvalidMessages"
    attempted_replay_attacks = "AttemptedReplayAttacks"
    tamper_detection_activated = "TamperDetectionActivated"
    invalid_firmware_signature = "InvalidFirmwareSignature"
    invalid_firmware_signing_certificate = "InvalidFirmwareSigningCertificate"
    invalid_csms_certificate = "InvalidCsmsCertificate"
    invalid_charging_station_certificate = "InvalidChargingStationCertificate"
    invalid_tls_version = "InvalidTLSVersion"
    invalid_tls_cipher_suite = "InvalidTLSCipherSuite"
    maintenance_login_accepted = "MaintenanceLoginAccepted"
    maintenance_login_failed = "MaintenanceLoginFailed"


class ShockSensorVariableName(StrEnum):
    """State and reading of the sensor for impacts.

    Force in newtons or g.

    OCPP 2.0.1 Part 2 appendices, 3.2.48.
    """

    active = "Active"
    enabled = "Enabled"
    force = "Force"


class SmartChargingCtrlrInstanceName(StrEnum):
    """Instance of the SmartChargingCtrlr variable Entries: the profiles that are installed.

    OCPP 2.0.1 Part 2 appendices, 3.1.16.
    """

    charging_profiles = "ChargingProfiles"


class SmartChargingCtrlrVariableName(StrEnum):
    """Settings and limits of smart charging: units, periods, stack levels, phase switching.

    LimitChangeSignificance in percent; RateUnit is A, W or both.

    OCPP 2.0.1 Part 2 appendices, 3.1.16.
    """

    ac_phase_switching_supported = "ACPhaseSwitchingSupported"
    available = "Available"
    enabled = "Enabled"
    entries = "Entries"
    external_control_signals_enabled = "ExternalControlSignalsEnabled"
    limit_change_significance = "LimitChangeSignificance"
    notify_charging_limit_with_schedules = "NotifyChargingLimitWithSchedules"
    periods_per_schedule = "PeriodsPerSchedule"
    phases_3to1 = "Phases3to1"
    profile_stack_level = "ProfileStackLevel"
    rate_unit = "RateUnit"


class SpacesCountSignageVariableName(StrEnum):
    """State of a sign that shows passing drivers how many places are free.

    OCPP 2.0.1 Part 2 appendices, 3.2.49.
    """

    active = "Active"
    count = "Count"  # pyright: ignore[reportAssignmentType]  # hides str.count
    enabled = "Enabled"


class StandardizedUnitsOfMeasureType(StrEnum):
    """Units of sampled values and variables.

    Wh is meant when the unit is absent.

    OCPP 2.0.1 Part 2 appendices, 2.
    """

    asu = "ASU"
    b = "B"
    db = "dB"
    dbm = "dBm"
    deg = "Deg"
    hz = "Hz"
    lx = "lx"
    m = "m"
    ms2 = "ms2"
    n = "N"
    ohm = "Ohm"
    kpa = "kPa"
    percent = "Percent"
    rh = "RH"
    rpm = "RPM"
    s = "s"
    va = "VA"
    kva = "kVA"
    vah = "VAh"
    kvah = "kVAh"
    var = "var"
    kvar = "kvar"
    varh = "varh"
    kvarh = "kvarh"
    wh = "Wh"
    kwh = "kWh"
    w = "W"
    kw = "kW"
    a = "A"
    v = "V"
    celsius = "Celsius"
    fahrenheit = "Fahrenheit"
    k = "K"


class StandardizedVariableName(StrEnum):
    """Variables with a meaning and a unit that are the same for every component.

    OCPP 2.0.1 Part 2 appendices, 4.
    """

    ac_current = "ACCurrent"
    active = "Active"
    ac_voltage = "ACVoltage"
    allow_reset = "AllowReset"
    angle = "Angle"
    attempts = "Attempts"
    availability_state = "AvailabilityState"
    available = "Available"
    certificate = "Certificate"
    charge_protocol = "ChargeProtocol"
    charging_complete_bulk = "ChargingCompleteBulk"
    charging_complete_full = "ChargingCompleteFull"
    charging_time = "ChargingTime"
    color = "Color"
    complete = "Complete"
    connected_time = "ConnectedTime"
    connector_type = "ConnectorType"
    count = "Count"  # pyright: ignore[reportAssignmentType]  # hides str.count
    currency = "Currency"
    current_imbalance = "CurrentImbalance"
    data_text = "DataText"
    date_time = "DateTime"
    dc_current = "DCCurrent"
    dc_voltage = "DCVoltage"
    departure_time = "DepartureTime"
    ec_variant = "ECVariant"
    enabled = "Enabled"
    energy = "Energy"
    energy_capacity = "EnergyCapacity"
    energy_export = "EnergyExport"
    energy_export_register = "EnergyExportRegister"
    energy_import = "EnergyImport"
    energy_import_register = "EnergyImportRegister"
    entries = "Entries"
    evse_id = "EvseId"
    fallback = "Fallback"
    fan_speed = "FanSpeed"
    firmware_version = "FirmwareVersion"
    force = "Force"
    formats = "Formats"
    frequency = "Frequency"
    fuse_rating = "FuseRating"
    height = "Height"
    humidity = "Humidity"
    hysteresis = "Hysteresis"
    iccid = "ICCID"
    impedance = "Impedance"
    imsi = "IMSI"
    interval = "Interval"
    iso15118_evse_id = "ISO15118EvseId"
    length = "Length"
    light = "Light"
    manufacturer = "Manufacturer"
    message = "Message"
    minimum_status_duration = "MinimumStatusDuration"
    mode = "Mode"
    model = "Model"
    network_address = "NetworkAddress"
    operated = "Operated"
    operating_times = "OperatingTimes"
    overload = "Overload"
    percent = "Percent"
    phase_rotation = "PhaseRotation"
    post_charging_time = "PostChargingTime"
    power = "Power"
    problem = "Problem"
    protecting = "Protecting"
    remaining_time_bulk = "RemainingTimeBulk"
    remaining_time_full = "RemainingTimeFull"
    secc_id = "SeccId"
    serial_number = "SerialNumber"
    signal_strength = "SignalStrength"
    state = "State"
    state_of_charge = "StateOfCharge"
    state_of_charge_bulk = "StateOfChargeBulk"
    storage = "Storage"
    supply_phases = "SupplyPhases"
    suspending = "Suspending"
    suspension = "Suspension"
    temperature = "Temperature"
    time = "Time"
    time_offset = "TimeOffset"
    timeout = "Timeout"
    token = "Token"
    token_type = "TokenType"
    tries = "Tries"
    tripped = "Tripped"
    vehicle_id = "VehicleId"
    version_date = "VersionDate"
    version_number = "VersionNumber"
    voltage_imbalance = "VoltageImbalance"


class StatusInfoReasonType(StrEnum):
    """Reason code that explains a status, for logs and automatic recovery.

    Optional: everything must work without it. Other codes of at most 20 characters may occur.

    OCPP 2.0.1 Part 2 appendices, 5.
    """

    cs_not_accepted = "CSNotAccepted"
    duplicate_profile = "DuplicateProfile"
    duplicate_request_id = "DuplicateRequestId"
    fixed_cable = "FixedCable"
    fw_update_in_progress = "FwUpdateInProgress"
    internal_error = "InternalError"
    invalid_certificate = "InvalidCertificate"
    invalid_csr = "InvalidCSR"
    invalid_id_token = "InvalidIdToken"
    invalid_message_sequence = "InvalidMessageSeq"
    invalid_profile = "InvalidProfile"
    invalid_schedule = "InvalidSchedule"
    invalid_stack_level = "InvalidStackLevel"
    invalid_url = "InvalidURL"
    invalid_value = "InvalidValue"
    missing_device_model_info = "MissingDeviceModelInfo"
    missing_param = "MissingParam"
    no_cable = "NoCable"
    no_error = "NoError"
    not_enabled = "NotEnabled"
    not_found = "NotFound"
    out_of_memory = "OutOfMemory"
    out_of_storage = "OutOfStorage"
    read_only = "ReadOnly"
    too_large_element = "TooLargeElement"
    too_many_elements = "TooManyElements"
    tx_in_progress = "TxInProgress"
    tx_not_found = "TxNotFound"
    tx_started = "TxStarted"
    unknown_connector_id = "UnknownConnectorId"
    unknown_connector_type = "UnknownConnectorType"
    unknown_evse = "UnknownEvse"
    unknown_tx_id = "UnknownTxId"
    unspecified = "Unspecified"
    unsupported_param = "UnsupportedParam"
    unsupported_rate_unit = "UnsupportedRateUnit"
    unsupported_request = "UnsupportedRequest"
    value_out_of_range = "ValueOutOfRange"
    value_positive_only = "ValuePositiveOnly"
    value_too_high = "ValueTooHigh"
    value_too_low = "ValueTooLow"
    value_zero_not_allowed = "ValueZeroNotAllowed"
    write_only = "WriteOnly"
    missing_dev_model_info = "MissingDevModelInfo"


class SwitchVariableName(StrEnum):
    """State of a general electromechanical input.

    Active: not in its resting position.

    OCPP 2.0.1 Part 2 appendices, 3.2.50.
    """

    active = "Active"
    enabled = "Enabled"
    state = "State"


class TariffCostCtrlrInstanceName(StrEnum):
    """Whether a TariffCostCtrlr variable is about tariffs or about costs.

    OCPP 2.0.1 Part 2 appendices, 3.1.17.
    """

    tariff = "Tariff"
    cost = "Cost"


class TariffCostCtrlrVariableName(StrEnum):
    """Settings of tariff and cost display: currency and what to show when the CSMS is silent.

    Available and Enabled have an instance, see TariffCostCtrlrInstanceName.

    OCPP 2.0.1 Part 2 appendices, 3.1.17.
    """

    available = "Available"
    currency = "Currency"
    enabled = "Enabled"
    tariff_fallback_message = "TariffFallbackMessage"
    total_cost_fallback_message = "TotalCostFallbackMessage"


class TemperatureSensorVariableName(StrEnum):
    """State and reading of a thermometer inside the station.

    Active: above the set maximum; Celsius unless a unit is given.

    OCPP 2.0.1 Part 2 appendices, 3.2.51.
    """

    active = "Active"
    problem = "Problem"
    temperature = "Temperature"


class TiltSensorVariableName(StrEnum):
    """State and reading of the sensor for a station that no longer stands upright.

    Angle in degrees from the normal position.

    OCPP 2.0.1 Part 2 appendices, 3.2.52.
    """

    active = "Active"
    enabled = "Enabled"
    angle = "Angle"


class TokenReaderVariableName(StrEnum):
    """State of the card reader and the last token it read.

    Disabling the reader lets everybody charge without a token.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.53.
    """

    enabled = "Enabled"
    enabled_set = "Enabled(Set)"
    operated = "Operated"
    problem = "Problem"
    token = "Token"
    token_type = "TokenType"


class TxCtrlrVariableName(StrEnum):
    """Settings of transactions: where they start and stop, time to plug in, invalid tokens.

    EVConnectionTimeOut in seconds, MaxEnergyOnInvalidId in Wh.

    OCPP 2.0.1 Part 2 appendices, 3.1.18.
    """

    ev_connection_time_out = "EVConnectionTimeOut"
    max_energy_on_invalid_id = "MaxEnergyOnInvalidId"
    stop_tx_on_ev_side_disconnect = "StopTxOnEVSideDisconnect"
    stop_tx_on_invalid_id = "StopTxOnInvalidId"
    tx_before_accepted_enabled = "TxBeforeAcceptedEnabled"
    tx_start_point = "TxStartPoint"
    tx_stop_point = "TxStopPoint"
    charging_time = "ChargingTime"


class UIInputVariableName(StrEnum):
    """State of a button or other input that a driver can use.

    Operated is a momentary press, Active a lasting state.

    OCPP 2.0.1 Part 2 appendices, 3.2.55.
    """

    active = "Active"
    enabled = "Enabled"
    operated = "Operated"


class UpstreamProtectionTriggerVariableName(StrEnum):
    """State of the circuit that makes a protection device upstream cut the power.

    Setting Active forces it.
    A suffix in parentheses names an attribute or a limit: send the variable name without it.

    OCPP 2.0.1 Part 2 appendices, 3.2.54.
    """

    active_set = "Active(Set)"
    enabled = "Enabled"
    problem = "Problem"
    tripped = "Tripped"


class VehicleIdSensorVariableName(StrEnum):
    """State of the sensor that identifies the vehicle in a bay, such as a plate reader.

    Active: working on it.

    OCPP 2.0.1 Part 2 appendices, 3.2.56.
    """

    active = "Active"
    enabled = "Enabled"
