"""Boot, heartbeat, configuration and reset (OCPP 1.6, 4.2, 4.6, 5.3, 5.8 and 5.14)."""

from csms_simulator.dialects.dialect import Boot, Host
from csms_simulator.dialects.v16.configuration import Binding
from csms_simulator.dialects.v16.configuration_keys import MAX_KEYS_PER_REQUEST
from csms_simulator.dialects.v16.configuration_values import Value, whole_number
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import point_in_time
from csms_simulator.model.facts import BootCause
from csms_simulator.model.outcomes import ResetOutcome
from ocpp.exceptions import OccurenceConstraintViolationError
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.enums import Action, RegistrationStatus, ResetStatus, ResetType


class Provisioning(Conversation):
    """How a station makes itself known, and how it is configured."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)

        def set_heartbeat_interval(seconds: Value) -> bool:
            host.heartbeat_interval_s = whole_number(seconds)
            return True

        interval = Binding(lambda: round(host.heartbeat_interval_s), set_heartbeat_interval)
        self.configuration.bind("HeartbeatInterval", interval)

    @property
    def ping_interval_s(self) -> float:
        """WebSocketPingInterval: seconds between pings on the next link; 0: none."""
        return whole_number(self.configuration["WebSocketPingInterval"])

    async def boot(self, cause: BootCause) -> Boot:  # noqa: ARG002 - OCPP 1.6 does not ask why a station starts
        """Send a BootNotification and return the answer."""
        layout = self.model.layout
        self.is_accepted = False
        answer = await self.request(
            call.BootNotification(
                charge_point_vendor=layout.vendor[:20],
                charge_point_model=layout.model[:20],
                charge_point_serial_number=layout.serial_number and layout.serial_number[:25],
                charge_box_serial_number=self.host.identity[:25],
                firmware_version=layout.firmware_version[:50],
                meter_type=layout.meter_type[:25],
                meter_serial_number=layout.serial_number and f"M-{layout.serial_number}"[:25],
            )
        )
        self.is_accepted = answer.status == RegistrationStatus.accepted
        return Boot(str(answer.status), answer.interval, point_in_time(answer.current_time))

    async def heartbeat(self) -> float | None:
        """Send a Heartbeat; return the central system's time, if it can be read."""
        answer = await self.request(call.Heartbeat())
        return point_in_time(answer.current_time)

    @on(Action.get_configuration)
    def get_configuration(self, request: call.GetConfiguration) -> call_result.GetConfiguration:
        """Show some keys, or all of them if none is named."""
        names = request.key or []
        if not names:
            return call_result.GetConfiguration(configuration_key=self.configuration.show_all())
        if len(names) > MAX_KEYS_PER_REQUEST:
            raise OccurenceConstraintViolationError(f"More than {MAX_KEYS_PER_REQUEST} keys are asked for")
        shown = {name: self.configuration.show(name) for name in names}
        known = [key for key in shown.values() if key is not None]
        unknown = [name for name, key in shown.items() if key is None]
        return call_result.GetConfiguration(configuration_key=known or None, unknown_key=unknown or None)

    @on(Action.change_configuration)
    def change_configuration(self, request: call.ChangeConfiguration) -> call_result.ChangeConfiguration:
        """Write a key."""
        status = self.configuration.change(request.key, request.value)
        self.host.changed()
        return call_result.ChangeConfiguration(status=status)

    @on(Action.reset)
    def reset(self, request: call.Reset) -> call_result.Reset:
        """Start anew; transactions are ended before."""
        outcome = self.model.reset(self.now(), immediate=request.type == ResetType.hard)
        self.host.changed()
        is_refused = outcome is ResetOutcome.REJECTED
        return call_result.Reset(status=ResetStatus.rejected if is_refused else ResetStatus.accepted)
