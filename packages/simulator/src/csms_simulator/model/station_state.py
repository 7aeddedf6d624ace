"""What the EVSEs of a station have in common."""

from collections import deque
from collections.abc import Callable

from csms_simulator.model.authorization import Authorizer
from csms_simulator.model.facts import BootCause, Fact, Status, StatusChanged, Token
from csms_simulator.model.layout import Layout
from csms_simulator.model.reservations import Reservations
from csms_simulator.model.settings import Settings
from csms_simulator.model.smart_charging import ChargingProfiles

MOST_PAYERS = 1000


class StationState:
    """The station apart from its EVSEs."""

    def __init__(self, layout: Layout, now: float, settings: Settings, new_reference: Callable[[], str]) -> None:
        self.layout = layout
        self.settings = settings
        self.new_reference = new_reference
        self.authorizer = Authorizer(settings)
        self.profiles = ChargingProfiles(max_installed=settings.max_charging_profiles)
        self.reservations = Reservations()
        self.facts: deque[Fact] = deque()
        self.now = now
        """Up to when everything has happened."""
        self.is_online = False
        self.has_power = True
        self.is_operative = True
        self.error: str | None = None
        self.error_info: str | None = None
        self.is_restarting = False
        """While it starts anew nothing charges and nobody is listened to."""
        self.scheduled_restart: BootCause | None = None
        """It will start anew as soon as no transaction runs."""
        self.is_installing = False
        """Firmware waits to be installed, or is installed: no transaction may begin."""
        self.payers: dict[str, Token] = {}
        """Whose transactions were told of last, for answers that come late."""
        self._reported = Status.AVAILABLE

    @property
    def is_running(self) -> bool:
        """Whether there is power, and the software is up."""
        return self.has_power and not self.is_restarting

    @property
    def takes_transactions(self) -> bool:
        """Whether nothing waits that needs a station without transactions."""
        return self.is_running and self.scheduled_restart is None and not self.is_installing

    @property
    def status(self) -> Status:
        """Of the station as a whole: Available, Unavailable or Faulted."""
        if self.error is not None:
            return Status.FAULTED
        return Status.AVAILABLE if self.is_operative else Status.UNAVAILABLE

    def report_status(self, now: float) -> None:
        """Tell the status of the station as a whole if it has changed."""
        if self.status != self._reported:
            self._reported = self.status
            self.facts.append(StatusChanged(now, 0, 0, self.status, self.error, self.error_info))

    def warn(self, now: float, error: str, info: str | None = None) -> None:
        """Tell of something that is wrong but does not keep anybody from charging."""
        self.facts.append(StatusChanged(now, 0, 0, self.status, error, info))

    def remember_payer(self, reference: str, token: Token) -> None:
        """Remember whose transaction it is, and forget the oldest of very many."""
        self.payers[reference] = token
        if len(self.payers) > MOST_PAYERS:
            del self.payers[next(iter(self.payers))]
