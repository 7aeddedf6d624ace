"""What drivers do with their tokens, and central systems in their name (OCPP 2.0.1 Part 2, C and F)."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from csms_simulator.model.authorization import Verdict
from csms_simulator.model.evse import Evse
from csms_simulator.model.facts import AuthorizationPurpose, AuthorizationWanted, StopReason, Token, Trigger
from csms_simulator.model.outcomes import RemoteStart
from csms_simulator.model.smart_charging import Purpose
from csms_simulator.model.station_state import StationState
from csms_simulator.model.transaction_flow import TransactionFlow
from csms_simulator.model.transactions import Authorization

HOUR_S = 3600.0
ALMOST_WH = 0.01
"""Energy that is used up but for this is used up: sums of floats are not exact."""
LOCAL_LIST_CONFLICT = "LocalListConflict"


class Drivers:
    """Decides who may start and stop, asking the central system where the station cannot know."""

    def __init__(self, state: StationState, evses: Sequence[Evse], flow: TransactionFlow) -> None:
        self._state = state
        self._evses = evses
        self._flow = flow

    def present(self, now: float, evse: Evse, token: Token) -> None:
        """Take a token that is held against the reader."""
        if not evse.takes_drivers:
            return
        if evse.authorization is not None:
            if is_same(token, evse.authorization.token):
                self.stop(now, evse, Trigger.STOP_AUTHORIZED, StopReason.LOCAL, token)
            else:
                self._consider(now, evse, token, None)
        elif evse.lock_owner is not None and is_same(token, evse.lock_owner):
            evse.unlock()
            evse.take_cable_out()
        else:
            self._consider(now, evse, token, Authorization(token, now))

    def start_for_free(self, now: float, evse: Evse) -> None:
        """Begin without a token where nobody has to pay, or nobody is asked who it is."""
        settings = self._state.settings
        if evse.authorization is not None or not evse.takes_drivers:
            return
        if settings.free_vend_token is not None:
            self._start(now, evse, Authorization(Token(settings.free_vend_token), now))
        elif not settings.is_auth_enabled:
            self._start(now, evse, Authorization(Token("", "NoAuthorization"), now))

    def answered(self, now: float, evse: Evse, token: Token, verdict: Verdict) -> None:
        """Take the central system's answer about a token."""
        self._learn(now, token, verdict)
        self._decide(now, evse, token, verdict)

    def failed(self, now: float, evse: Evse, token: Token) -> None:
        """Decide without the central system, as it did not answer."""
        verdict = self._state.authorizer.decide(now, token, is_online=False)
        if verdict is not None:
            self._decide(now, evse, token, verdict)

    def transaction_answered(self, now: float, reference: str, verdict: Verdict) -> None:
        """Take what the central system says about the token of a transaction (OCPP 1.6, 4.8; 2.0.1 Part 2, E05)."""
        evse = self.evse_of(reference)
        payer = self._state.payers.get(reference)
        if payer is not None:
            self._learn(now, payer, verdict)
        if evse is None or evse.open is None or evse.authorization is None:
            return
        if verdict.group is not None:
            evse.authorization.group = evse.open.group = verdict.group
        if not verdict.accepted and self._state.is_running:
            self._refuse(now, evse, evse.authorization)

    def next_dues(self) -> Iterator[float]:
        """When a driver has waited too long, or the energy of a refused token is used up."""
        for evse in self._evses:
            authorization = evse.authorization
            if authorization is None:
                continue
            if self._is_waiting(evse):
                yield authorization.waits_since + self._state.settings.connection_timeout_s
            power_w = evse.meter.draw.power_w
            if authorization.energy_end_wh is not None and power_w > 0:
                left_wh = authorization.energy_end_wh - evse.meter.energy_wh
                yield evse.metered_at + left_wh / power_w * HOUR_S

    def do_due(self, now: float) -> None:
        """Give up drivers who have waited too long for their cable, and stop energy that is used up."""
        for evse in self._evses:
            authorization = evse.authorization
            if authorization is None:
                continue
            timeout_s = self._state.settings.connection_timeout_s
            end_wh = authorization.energy_end_wh
            if self._is_waiting(evse) and authorization.waits_since + timeout_s <= now:
                self._flow.end(now, evse, Trigger.EV_CONNECT_TIMEOUT, StopReason.TIMEOUT)
            elif end_wh is not None and evse.meter.energy_wh >= end_wh - ALMOST_WH:
                self._use_up(now, evse, authorization)

    def _is_waiting(self, evse: Evse) -> bool:
        """Whether a driver was accepted who has yet to bring a cable; 0 is no timeout."""
        is_without_cable = evse.vehicle is None and evse.connector_id is None
        return evse.is_authorized and is_without_cable and self._state.settings.connection_timeout_s > 0

    def _use_up(self, now: float, evse: Evse, authorization: Authorization) -> None:
        """Stop the energy of a token that was refused, or all of its transaction."""
        authorization.energy_end_wh = None
        if self._state.settings.stop_on_invalid_id:
            self.stop(now, evse, Trigger.DEAUTHORIZED, StopReason.DE_AUTHORIZED)
        else:
            authorization.is_energy_refused = True
            self._flow.update(now, evse, Trigger.ENERGY_LIMIT_REACHED)

    def stop(self, now: float, evse: Evse, trigger: Trigger, reason: StopReason, token: Token | None = None) -> None:
        """End an authorization; where the stop points say so, its transaction as well."""
        evse.authorization = None
        if evse.open is not None:
            evse.open.stop_reason = reason
        evse.unlock()
        evse.take_cable_out()
        self._flow.presence_changed(now, evse, trigger, reason=reason, token=token)

    def remote_start(self, now: float, evse: Evse, authorization: Authorization) -> RemoteStart:
        """Start in the name of a driver (OCPP 1.6, 5.11; OCPP 2.0.1 Part 2, F01 and F02)."""
        reason = self._refusal(evse, authorization)
        if reason is not None:
            return RemoteStart(accepted=False, evse_id=evse.id, reason=reason)
        reference = evse.open.reference if evse.open is not None else None
        if self._state.settings.authorize_remote_start:
            self._consider(now, evse, authorization.token, authorization)
        else:
            self._start(now, evse, authorization)
        return RemoteStart(accepted=True, reference=reference, evse_id=evse.id)

    def choose(self, token: Token, group: str | None) -> Evse | None:
        """Choose an EVSE for a remote start that names none: where a vehicle waits, else a free one."""
        candidates = [evse for evse in self._evses if evse.takes_drivers and evse.authorization is None]
        waiting = [evse for evse in candidates if evse.is_connected and evse.admits(token, group)]
        free = [evse for evse in candidates if evse.is_free and evse.admits(token, group)]
        return next(iter(waiting + free), None)

    def evse_of(self, reference: str) -> Evse | None:
        """Return where a transaction runs."""
        return next((evse for evse in self._evses if evse.open is not None and evse.open.reference == reference), None)

    def _refusal(self, evse: Evse, authorization: Authorization) -> str | None:
        """Why a remote start is impossible, as a reason code of OCPP 2.x."""
        profile, connector_id = authorization.profile, authorization.connector_id
        if connector_id is not None and not 1 <= connector_id <= len(evse.connectors):
            return "UnknownConnectorId"
        if evse.authorization is not None:
            return "TxInProgress"
        if not evse.takes_drivers or (evse.open is None and not evse.may_begin):
            return "NotEnabled"
        if not evse.admits(authorization.token, authorization.group) or not _may_pay(evse, authorization):
            return "Unspecified"
        if profile is not None and (profile.purpose is not Purpose.TX or profile.transaction is not None):
            return "InvalidProfile"
        return None

    def _consider(self, now: float, evse: Evse, token: Token, authorization: Authorization | None) -> None:
        """Decide about a token if the station can, else ask; `authorization` is what a start is to get, None stops."""
        if token in evse.asked and self._state.is_online:
            return
        evse.asked[token] = authorization
        verdict = self._state.authorizer.decide(now, token, is_online=self._state.is_online)
        if verdict is not None:
            self._decide(now, evse, token, verdict)
            return
        purpose = AuthorizationPurpose.STOP if authorization is None else AuthorizationPurpose.START
        self._state.facts.append(AuthorizationWanted(now, evse.id, token, purpose))

    def _decide(self, now: float, evse: Evse, token: Token, verdict: Verdict) -> None:
        if token not in evse.asked:
            return
        authorization = evse.asked.pop(token)
        if not verdict.accepted:
            return
        master_group = self._state.settings.master_pass_group
        if master_group is not None and verdict.group == master_group:
            for other in self._evses:
                if other.authorization is not None and other.open is not None:
                    self.stop(now, other, Trigger.STOP_AUTHORIZED, StopReason.MASTER_PASS, token)
        elif authorization is not None:
            self._start(now, evse, replace(authorization, group=verdict.group or authorization.group))
        elif evse.authorization is not None and verdict.group is not None and verdict.group == evse.authorization.group:
            self.stop(now, evse, Trigger.STOP_AUTHORIZED, StopReason.LOCAL, token)

    def _start(self, now: float, evse: Evse, authorization: Authorization) -> None:
        if evse.authorization is not None or not evse.admits(authorization.token, authorization.group):
            return
        if not _may_pay(evse, authorization) or (evse.open is None and not evse.may_begin):
            return
        authorization.waits_since = now
        evse.authorization = authorization
        evse.has_charged = False
        if evse.is_connected:
            evse.lock()
        self._flow.report(now)
        self._flow.presence_changed(now, evse, Trigger.AUTHORIZED)

    def _refuse(self, now: float, evse: Evse, authorization: Authorization) -> None:
        settings = self._state.settings
        if authorization.is_energy_refused or authorization.energy_end_wh is not None:
            return
        if settings.max_energy_on_invalid_id_wh > 0:
            authorization.energy_end_wh = evse.meter.energy_wh + settings.max_energy_on_invalid_id_wh
        elif settings.stop_on_invalid_id:
            self.stop(now, evse, Trigger.DEAUTHORIZED, StopReason.DE_AUTHORIZED)
        else:
            authorization.is_energy_refused = True
            self._flow.update(now, evse, Trigger.DEAUTHORIZED)

    def _learn(self, now: float, token: Token, verdict: Verdict) -> None:
        if not self._state.authorizer.learn(now, token, verdict):
            self._state.warn(now, LOCAL_LIST_CONFLICT)


def is_same(token: Token, other: Token) -> bool:
    """Whether two tokens are the same one; letter case does not matter (OCPP 1.6, 7.28)."""
    return token.id.casefold() == other.id.casefold()


def _may_pay(evse: Evse, authorization: Authorization) -> bool:
    """Whether a transaction that already has a payer may go on with this token."""
    if evse.open is None or evse.open.token is None:
        return True
    is_in_group = authorization.group is not None and authorization.group == evse.open.group
    return is_same(authorization.token, evse.open.token) or is_in_group
