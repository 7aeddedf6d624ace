"""A central system that does nothing but answer: how much the load itself is capable of."""

import contextlib
import itertools
from datetime import UTC, datetime

from websockets.exceptions import ConnectionClosed

from bench.transport.servers.process import HOST, SUBPROTOCOL, announce, argument_parser, run, until_told_to_stop
from ocpp.routing import on
from ocpp.server import Link, serve
from ocpp.v16 import ChargePoint, call, call_result, datatypes

INTERVAL_S = 300

_numbers = itertools.count(1)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Station(ChargePoint):
    """One station, to which everything is allowed."""

    @on("BootNotification")
    def on_boot_notification(self, request: call.BootNotification) -> call_result.BootNotification:  # noqa: ARG002
        """Accept it."""
        return call_result.BootNotification(current_time=_now(), interval=INTERVAL_S, status="Accepted")

    @on("Heartbeat")
    def on_heartbeat(self, request: call.Heartbeat) -> call_result.Heartbeat:  # noqa: ARG002
        """Tell the time."""
        return call_result.Heartbeat(current_time=_now())

    @on("StatusNotification")
    def on_status_notification(self, request: call.StatusNotification) -> call_result.StatusNotification:  # noqa: ARG002
        """Take note."""
        return call_result.StatusNotification()

    @on("Authorize")
    def on_authorize(self, request: call.Authorize) -> call_result.Authorize:  # noqa: ARG002
        """Accept the driver."""
        return call_result.Authorize(id_tag_info=datatypes.IdTagInfo("Accepted"))

    @on("StartTransaction")
    def on_start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:  # noqa: ARG002
        """Give the transaction a number."""
        return call_result.StartTransaction(next(_numbers), datatypes.IdTagInfo("Accepted"))

    @on("MeterValues")
    def on_meter_values(self, request: call.MeterValues) -> call_result.MeterValues:  # noqa: ARG002
        """Take note."""
        return call_result.MeterValues()

    @on("StopTransaction")
    def on_stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:  # noqa: ARG002
        """Take note."""
        return call_result.StopTransaction()


async def on_link(link: Link) -> None:
    """Serve one station."""
    with contextlib.suppress(ConnectionClosed):
        await Station(link.identity, link).start()


async def main() -> None:
    """Serve until told to stop."""
    async with serve(on_link, HOST, 0, subprotocols=[SUBPROTOCOL]) as server:
        announce(server.sockets[0].getsockname()[1])
        await until_told_to_stop()


if __name__ == "__main__":
    run(main, argument_parser("answering").parse_args())
