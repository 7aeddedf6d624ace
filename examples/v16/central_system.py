"""A central system for OCPP 1.6 in the keyword style, which is that of the package `ocpp` of PyPI.

    python examples/v16/central_system.py [port]

Handlers get the fields of a request as keyword arguments, nested ones as dicts, and `call()` returns nested dicts.
"""

import contextlib
import itertools
import sys
from datetime import UTC, datetime
from typing import Any

from ocpp.routing import after, on
from ocpp.server import Link, run, serve
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus

ACCEPTED = IdTagInfo(status=AuthorizationStatus.accepted)
transaction_ids = itertools.count(1)


class Station(ChargePoint):
    @on(Action.boot_notification)
    def on_boot(self, charge_point_vendor: str, charge_point_model: str, **_: Any):
        print(f"{self.id} is a {charge_point_model} by {charge_point_vendor}")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return call_result.BootNotification(current_time=now, interval=300, status=RegistrationStatus.accepted)

    @after(Action.boot_notification)
    async def ask_for_configuration(self, **_: Any):
        response = await self.call(call.GetConfiguration(key=["HeartbeatInterval"]))
        if response is not None:  # None: the charge point has answered with an error
            print(f"{self.id} is configured with {response.configuration_key}")

    @on(Action.authorize)
    def on_authorize(self, id_tag: str):
        return call_result.Authorize(id_tag_info=ACCEPTED)

    @on(Action.start_transaction)
    def on_start(self, connector_id: int, id_tag: str, meter_start: int, timestamp: str, **_: Any):
        transaction_id = next(transaction_ids)
        print(f"{self.id} starts transaction {transaction_id} of {id_tag} on connector {connector_id}")
        return call_result.StartTransaction(transaction_id=transaction_id, id_tag_info=ACCEPTED)

    @on(Action.meter_values)
    def on_meter_values(self, connector_id: int, meter_value: list[dict[str, Any]], **_: Any):
        for value in meter_value:
            print(
                f"{self.id} measures {[sample['value'] for sample in value['sampled_value']]} at {value['timestamp']}"
            )
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    def on_stop(self, transaction_id: int, meter_stop: int, timestamp: str, **_: Any):
        print(f"{self.id} stops transaction {transaction_id} at {meter_stop} Wh")
        return call_result.StopTransaction()


async def on_connect(link: Link) -> None:
    await Station(link.identity, link).start()


async def main(port: int) -> None:
    async with serve(on_connect, "127.0.0.1", port, subprotocols=["ocpp1.6"]) as server:
        print(f"Listening on port {server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        run(main(int(sys.argv[1]) if sys.argv[1:] else 9000))
