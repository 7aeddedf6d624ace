"""The application on top of our servers: what a charge point's messages are answered with, by typed sync handlers."""

from datetime import UTC, datetime

from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result


class CentralSystem(ChargePoint):
    """One connected charge point; counts what its handlers were given."""

    seen = 0

    @on("Heartbeat")
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:  # noqa: ARG002
        """Answer with the time."""
        self.seen += 1
        return call_result.Heartbeat(current_time=datetime.now(UTC).isoformat())

    @on("MeterValues")
    def on_meter_values(self, request: call.MeterValues) -> call_result.MeterValues:
        """Count the sampled values."""
        for value in request.meter_value:
            self.seen += len(value.sampled_value)
        return call_result.MeterValues()
