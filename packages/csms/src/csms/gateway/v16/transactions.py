"""Starts and stops (OCPP 1.6, 4.8 and 4.10)."""

from csms.domain.authorization import IdToken
from csms.domain.transaction_facts import Start, Stop
from csms.gateway.numbers import fit
from csms.gateway.v16.metering import Metering
from csms.gateway.v16.words import id_tag_info, id_token
from csms.service import transactions
from ocpp.routing import on
from ocpp.v16 import call, call_result


class Transactions(Metering):
    """Transactions that the central system gives numbers to."""

    @on("StartTransaction")
    async def on_start_transaction(self, request: call.StartTransaction) -> call_result.StartTransaction:
        """Record a start, and say its number: also if the driver may not charge, the station stops then."""
        now = self.now()
        started_at, doubt = self.read_clock(request.timestamp, now)
        start = Start(
            evse=fit(request.connector_id),
            id_token=IdToken(request.id_tag),
            meter_start_wh=request.meter_start,
            started_at=started_at,
            received_at=now,
            reservation_id=fit(request.reservation_id),
            doubt=doubt,
        )
        started = await self.record(transactions.start, self.central.house, start)
        return call_result.StartTransaction(transaction_id=started.number, id_tag_info=id_tag_info(started.decision))

    @on("StopTransaction")
    async def on_stop_transaction(self, request: call.StopTransaction) -> call_result.StopTransaction:
        """Record a stop; it cannot be prevented."""
        now = self.now()
        stopped_at, doubt = self.read_clock(request.timestamp, now)
        stop = Stop(
            number=request.transaction_id,
            meter_stop_wh=request.meter_stop,
            stopped_at=stopped_at,
            received_at=now,
            reason=str(request.reason or "Local"),
            id_token=id_token(request.id_tag),
            values=self.read_meter_values(request.transaction_data or (), now),
            doubt=doubt,
        )
        decision = await self.record(transactions.stop, self.central.house, stop)
        return call_result.StopTransaction(id_tag_info=None if decision is None else id_tag_info(decision))
