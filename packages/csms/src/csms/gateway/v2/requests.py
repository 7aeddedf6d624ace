"""Commands as requests of OCPP 2.x: written as those of 2.1, of which 2.0.1 stations get what they have."""

from csms.domain.remote_control import ChangeAvailability, DataTransfer, RemoteStart, Reset, Trigger, Unlock
from csms.domain.variables import VariableName
from ocpp.v21 import call, datatypes
from ocpp.v21.enums import OperationalStatusEnumType, ResetEnumType

DEFAULT_TOKEN_TYPE = "Central"  # noqa: S105 - a word of the specification
"""The type of a token that the central system gives (F01)."""

_RESETS = {
    "soft": ResetEnumType.on_idle,
    "on_idle": ResetEnumType.on_idle,
    "hard": ResetEnumType.immediate,
    "immediate": ResetEnumType.immediate,
    "immediate_and_resume": ResetEnumType.immediate_and_resume,
}
_TRIGGERS = {
    "DiagnosticsStatusNotification": "LogStatusNotification",
    "SignChargePointCertificate": "SignChargingStationCertificate",
}
"""What 2.x calls otherwise."""


def remote_start(
    command: RemoteStart,
    token_type: str,
    remote_start_id: int,
    profile: datatypes.ChargingProfileType | None = None,
) -> call.RequestStartTransaction:
    """Return the request for a start (F01, F02)."""
    return call.RequestStartTransaction(
        id_token=datatypes.IdTokenType(id_token=command.id_token, type=token_type),
        remote_start_id=remote_start_id,
        evse_id=command.evse,
        charging_profile=profile,
    )


def reset(command: Reset) -> call.Reset:
    """Return the request for a restart (B11, B12, B13)."""
    return call.Reset(type=_RESETS[command.kind], evse_id=command.evse)


def unlock(command: Unlock) -> call.UnlockConnector:
    """Return the request to unlock a plug (F05)."""
    return call.UnlockConnector(evse_id=command.evse, connector_id=command.connector)


def change_availability(command: ChangeAvailability) -> call.ChangeAvailability:
    """Return the request to take something in or out of service (G03, G04)."""
    status = OperationalStatusEnumType.operative if command.operative else OperationalStatusEnumType.inoperative
    return call.ChangeAvailability(operational_status=status, evse=_evse(command.evse, command.connector))


def trigger(command: Trigger, evse: int | None, connector: int | None) -> call.TriggerMessage:
    """Return the request for a message (F06)."""
    return call.TriggerMessage(
        # Words that the version does not have are found when the request is checked.
        requested_message=_TRIGGERS.get(command.message, command.message),
        evse=_evse(evse, connector),
        custom_trigger=command.custom,
    )


def data_transfer(command: DataTransfer) -> call.DataTransfer:
    """Return a vendor's request (P01): its data are any JSON."""
    return call.DataTransfer(vendor_id=command.vendor, message_id=command.message, data=command.data)


def get_variables(names: list[VariableName]) -> call.GetVariables:
    """Return the request for the values of variables (B06)."""
    return call.GetVariables(
        get_variable_data=[
            datatypes.GetVariableDataType(
                component=component(name), variable=variable(name), attribute_type=name.attribute
            )
            for name in names
        ]
    )


def set_variables(values: list[tuple[VariableName, str]]) -> call.SetVariables:
    """Return the request that changes variables (B05)."""
    return call.SetVariables(
        set_variable_data=[
            datatypes.SetVariableDataType(
                attribute_value=value,
                component=component(name),
                variable=variable(name),
                attribute_type=name.attribute,
            )
            for name, value in values
        ]
    )


def component(name: VariableName) -> datatypes.ComponentType:
    """Return the component in the name of a variable."""
    return datatypes.ComponentType(
        name=name.component, instance=name.component_instance or None, evse=_evse(name.evse, name.connector or None)
    )


def variable(name: VariableName) -> datatypes.VariableType:
    """Return the variable in the name of one."""
    return datatypes.VariableType(name=name.variable, instance=name.variable_instance or None)


def name_of(owner: datatypes.ComponentType, what: datatypes.VariableType, attribute: str | None = None) -> VariableName:
    """Return the name of a variable of which a station tells."""
    evse = owner.evse
    return VariableName(
        component=owner.name,
        variable=what.name,
        component_instance=owner.instance or "",
        evse=0 if evse is None else evse.id,
        connector=0 if evse is None else evse.connector_id or 0,
        variable_instance=what.instance or "",
        attribute=str(attribute or "Actual"),
    )


def _evse(evse: int | None, connector: int | None) -> datatypes.EVSEType | None:
    # EVSE 0 is the station, which is named by naming none.
    return datatypes.EVSEType(id=evse, connector_id=connector) if evse else None
