"""Transaction events (OCPP 2.0.1 Part 2, E)."""

import logging

from csms.domain.transaction_facts import EventKind, Report
from csms.gateway.numbers import fit
from csms.gateway.v2.metering import Metering
from csms.gateway.v2.words import id_token, id_token_info
from csms.gateway.wire import to_json
from csms.service import transactions
from csms.service.lost_transactions import Answer
from ocpp.exceptions import OCPPError
from ocpp.routing import on
from ocpp.v21 import call, call_result

LOGGER = logging.getLogger("csms.gateway")

_KINDS = {"Started": EventKind.STARTED, "Updated": EventKind.UPDATED, "Ended": EventKind.ENDED}


class Transactions(Metering):
    """Transactions that stations give ids to."""

    @on("TransactionEvent")
    async def on_transaction_event(self, request: call.TransactionEvent) -> call_result.TransactionEvent:
        """Record an event, in whatever order they come; where a token is shown, say what may be done with it."""
        now = self.now()
        info, evse = request.transaction_info, request.evse
        happened_at, doubt = self.read_clock(request.timestamp, now)
        report = Report(
            kind=_KINDS[request.event_type],
            reference=info.transaction_id,
            seq_no=fit(request.seq_no),
            happened_at=happened_at,
            received_at=now,
            trigger=str(request.trigger_reason),
            evse=None if evse is None else fit(evse.id),
            connector=None if evse is None else fit(evse.connector_id),
            charging_state=None if info.charging_state is None else str(info.charging_state),
            id_token=id_token(request.id_token),
            stopped_reason=None if info.stopped_reason is None else str(info.stopped_reason),
            reservation_id=fit(request.reservation_id),
            remote_start_id=fit(info.remote_start_id),
            is_offline=bool(request.offline),
            values=self.read_meter_values(request.meter_value or (), now),
            details=_details(request),
            doubt=doubt,
        )
        decision = await self.record(transactions.report_event, self.central.house, report)
        return call_result.TransactionEvent(id_token_info=None if decision is None else id_token_info(decision))

    async def ask_for_transaction(self, reference: str) -> Answer | None:
        """Ask how a transaction stands (E14); None if the station does not answer that."""
        try:
            said = await self.request(call.GetTransactionStatus(transaction_id=reference))
        except (OCPPError, TimeoutError) as error:
            LOGGER.info("%s does not say how transaction %s stands: %s", self.key.identity, reference, error)
            return None
        return Answer(said.ongoing_indicator, said.messages_in_queue)


def _details(request: call.TransactionEvent) -> str:
    """Return what no column of an event is for."""
    return to_json(
        {
            name: value
            for name, value in {
                "cableMaxCurrent": request.cable_max_current,
                "numberOfPhasesUsed": request.number_of_phases_used,
                "chargingState": request.transaction_info.charging_state,
                "timeSpentCharging": request.transaction_info.time_spent_charging,
                "offline": request.offline,
            }.items()
            if value is not None
        }
    )
