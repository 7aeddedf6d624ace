"""A central system for OCPP 2.1 in the typed style; it starts a transaction remotely and opens a stream of values.

    python examples/v21/central_system.py [port]

New in 2.1: streams of values come as SEND messages, which are never answered.
"""

import contextlib
import sys
from datetime import UTC, datetime

from ocpp.exceptions import OCPPError
from ocpp.routing import after, on
from ocpp.server import Link, run, serve
from ocpp.v21 import ChargePoint, call, call_result
from ocpp.v21.datatypes import IdTokenInfoType, IdTokenType
from ocpp.v21.enums import Action, AuthorizationStatusEnumType, GenericStatusEnumType, RegistrationStatusEnumType


class Station(ChargePoint):
    @on(Action.boot_notification)
    def boot(self, request: call.BootNotification) -> call_result.BootNotification:
        print(f"{self.id} is a {request.charging_station.model} by {request.charging_station.vendor_name}")
        return call_result.BootNotification(
            current_time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            interval=300,
            status=RegistrationStatusEnumType.accepted,
        )

    @after(Action.boot_notification)
    async def start_remotely(self, request: call.BootNotification) -> None:
        token = IdTokenType("OPERATOR", "Central")
        try:
            answer = await self.request(call.RequestStartTransaction(id_token=token, remote_start_id=1, evse_id=1))
        except (OCPPError, TimeoutError) as error:  # an error as answer; no answer, or the end of the connection
            print(f"{self.id} cannot be started: {error}")
        else:
            print(f"{self.id} answers the remote start with {answer.status}")

    @on(Action.open_periodic_event_stream)
    def open_stream(self, request: call.OpenPeriodicEventStream) -> call_result.OpenPeriodicEventStream:
        return call_result.OpenPeriodicEventStream(status=GenericStatusEnumType.accepted)

    @on(Action.notify_periodic_event_stream)
    def stream(self, request: call.NotifyPeriodicEventStream) -> None:
        print(f"{self.id} streams {[element.v for element in request.data]}")

    @on(Action.transaction_event)
    def transaction_event(self, request: call.TransactionEvent) -> call_result.TransactionEvent:
        print(f"{self.id} {request.event_type} transaction {request.transaction_info.transaction_id}")
        if request.id_token is None:
            return call_result.TransactionEvent()
        verdict = IdTokenInfoType(status=AuthorizationStatusEnumType.accepted)
        return call_result.TransactionEvent(id_token_info=verdict, total_cost=0.0)


async def on_connect(link: Link) -> None:
    await Station(link.identity, link, strict=True).start()


async def main(port: int) -> None:
    async with serve(on_connect, "127.0.0.1", port, subprotocols=["ocpp2.1"]) as server:
        print(f"Listening on port {server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run(main(int(sys.argv[1]) if sys.argv[1:] else 9000))
