"""A central system for OCPP 2.0.1 in the typed style.

    python examples/v201/central_system.py [port]

Handlers get the typed request and return the typed answer; `request()` returns the typed answer of the station.
"""

import contextlib
import sys
from datetime import UTC, datetime

from ocpp.routing import after, on
from ocpp.server import Link, run, serve
from ocpp.v201 import ChargePoint, call, call_result
from ocpp.v201.datatypes import IdTokenInfoType
from ocpp.v201.enums import Action, AuthorizationStatusEnumType, RegistrationStatusEnumType, ReportBaseEnumType


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
    async def ask_for_report(self, request: call.BootNotification) -> None:
        answer = await self.request(
            call.GetBaseReport(request_id=1, report_base=ReportBaseEnumType.summary_inventory), timeout_s=10
        )
        print(f"{self.id} answers the request for a report with {answer.status}")

    @on(Action.notify_report)
    def report(self, request: call.NotifyReport) -> call_result.NotifyReport:
        for data in request.report_data or []:
            values = [attribute.value for attribute in data.variable_attribute]
            print(f"{self.id} has {data.component.name}.{data.variable.name} = {values}")
        return call_result.NotifyReport()

    @on(Action.transaction_event)
    def transaction_event(self, request: call.TransactionEvent) -> call_result.TransactionEvent:
        print(f"{self.id} {request.event_type} transaction {request.transaction_info.transaction_id}")
        for meter_value in request.meter_value or []:
            print(f"{self.id} measures {[sample.value for sample in meter_value.sampled_value]}")
        if request.id_token is None:
            return call_result.TransactionEvent()
        return call_result.TransactionEvent(id_token_info=IdTokenInfoType(status=AuthorizationStatusEnumType.accepted))


async def on_connect(link: Link) -> None:
    await Station(link.identity, link, strict=True).start()


async def main(port: int) -> None:
    async with serve(on_connect, "127.0.0.1", port, subprotocols=["ocpp2.0.1"]) as server:
        print(f"Listening on port {server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run(main(int(sys.argv[1]) if sys.argv[1:] else 9000))
