"""Updates of a station's firmware: what happens when (OCPP 1.6, 5.19; OCPP 2.0.1 Part 2, L01)."""

from collections import deque
from enum import StrEnum

from msgspec import Struct

from csms_simulator.model.facts import Fact, FirmwareProgress

DOWNLOAD_S = 30.0
INSTALL_S = 20.0
IDLE = "Idle"


class _Step(StrEnum):
    """Where an update is, in the words of FirmwareStatusEnumType."""

    DOWNLOAD_SCHEDULED = "DownloadScheduled"
    DOWNLOADING = "Downloading"
    DOWNLOADED = "Downloaded"
    SIGNATURE_VERIFIED = "SignatureVerified"
    INSTALL_SCHEDULED = "InstallScheduled"
    INSTALLING = "Installing"
    INSTALL_REBOOTING = "InstallRebooting"
    INSTALLED = "Installed"


_FAILURES: dict[str, _Step] = {
    "DownloadFailed": _Step.DOWNLOADED,
    "InvalidSignature": _Step.SIGNATURE_VERIFIED,
    "InstallationFailed": _Step.INSTALL_REBOOTING,
    "InstallVerificationFailed": _Step.INSTALLED,
}
"""Instead of which step an update fails with which word."""

_WAITING = frozenset({_Step.SIGNATURE_VERIFIED, _Step.INSTALL_SCHEDULED})
_BEFORE_INSTALLING = frozenset({_Step.DOWNLOAD_SCHEDULED, _Step.DOWNLOADING, _Step.DOWNLOADED})


class _Update(Struct):
    retrieve_at: float
    install_at: float
    version: str | None
    request_id: int | None
    outcome: str | None
    step: _Step = _Step.DOWNLOAD_SCHEDULED
    due: float | None = None


class Firmware:
    """The firmware of a station, and the update that is under way."""

    def __init__(self, version: str, facts: deque[Fact]) -> None:
        self.version = version
        self._facts = facts
        self._update: _Update | None = None

    @property
    def status(self) -> str:
        """The last step of the update that is under way; Idle without one."""
        return IDLE if self._update is None else self._update.step.value

    @property
    def is_installing(self) -> bool:
        """Whether an update waits to be installed or is being installed, so that no transaction may begin."""
        return self._update is not None and self._update.step not in _BEFORE_INSTALLING

    def next_due(self) -> float | None:
        """When it goes on by itself."""
        return None if self._update is None else self._update.due

    def update(
        self,
        now: float,
        *,
        retrieve_at: float,
        install_at: float | None = None,
        version: str | None = None,
        request_id: int | None = None,
        outcome: str | None = None,
    ) -> None:
        """Begin an update; one that is under way is given up.

        Args:
            now: POSIX seconds.
            retrieve_at: When to download.
            install_at: When to install at the earliest; None: as soon as no transaction runs.
            version: What the firmware is called afterwards; None: as before.
            request_id: What the central system calls the update.
            outcome: With which word it fails; None: it succeeds.

        Raises:
            ValueError: `outcome` is not a word with which an update fails.
        """
        if outcome is not None and outcome not in _FAILURES:
            raise ValueError(f"an update fails with one of {', '.join(_FAILURES)}, not with {outcome}")
        update = self._update = _Update(
            retrieve_at,
            now if install_at is None else install_at,
            version,
            request_id,
            outcome,
            _Step.DOWNLOADING,
            None,
        )
        if retrieve_at > now:
            self._reach(now, update, _Step.DOWNLOAD_SCHEDULED, retrieve_at)
        else:
            self._reach(now, update, _Step.DOWNLOADING, now + DOWNLOAD_S)

    def advance(self, now: float, *, is_idle: bool) -> bool:
        """Do what is due, install only while no transaction runs, and return whether the station has to restart."""
        while (update := self._update) is not None and (self._is_due(update, now) or update.step in _WAITING):
            match update.step:
                case _Step.DOWNLOAD_SCHEDULED:
                    self._reach(now, update, _Step.DOWNLOADING, now + DOWNLOAD_S)
                case _Step.DOWNLOADING:
                    self._reach(now, update, _Step.DOWNLOADED, now)
                case _Step.DOWNLOADED:
                    self._reach(now, update, _Step.SIGNATURE_VERIFIED, None)
                case _Step.SIGNATURE_VERIFIED | _Step.INSTALL_SCHEDULED:
                    if now >= update.install_at and is_idle:
                        self._reach(now, update, _Step.INSTALLING, now + INSTALL_S)
                    else:
                        self._schedule(now, update)
                        return False
                case _Step.INSTALLING:
                    return self._reach(now, update, _Step.INSTALL_REBOOTING, None)
                case _:
                    return False
        return False

    def went_online(self, now: float) -> None:
        """Tell that it is installed, once the new firmware has reached the central system."""
        if self._update is not None and self._update.step is _Step.INSTALL_REBOOTING:
            if self._reach(now, self._update, _Step.INSTALLED, None):
                self.version = self._update.version or self.version
            self._update = None

    def power_cut(self) -> None:
        """Lose an update that is not installed yet: the download and the place for it are gone with the power."""
        if self._update is not None and self._update.step is not _Step.INSTALL_REBOOTING:
            failed_late = self._update.step is _Step.INSTALLING
            self._update.outcome = "InstallationFailed" if failed_late else "DownloadFailed"
            self._update.due = None

    def power_restored(self, now: float) -> None:
        """Tell that an update was lost."""
        update = self._update
        if update is not None and update.step is not _Step.INSTALL_REBOOTING and update.outcome is not None:
            self._fail(now, update, update.outcome)

    def _is_due(self, update: _Update, now: float) -> bool:
        return update.due is not None and update.due <= now

    def _schedule(self, now: float, update: _Update) -> None:
        if update.step is not _Step.INSTALL_SCHEDULED:
            self._reach(now, update, _Step.INSTALL_SCHEDULED, None)
        update.due = update.install_at if update.install_at > now else None

    def _reach(self, now: float, update: _Update, step: _Step, due: float | None) -> bool:
        """Go on with an update; False if it fails instead."""
        if update.outcome is not None and _FAILURES[update.outcome] is step:
            self._fail(now, update, update.outcome)
            return False
        update.step, update.due = step, due
        self._facts.append(FirmwareProgress(now, step.value, update.request_id))
        return True

    def _fail(self, now: float, update: _Update, word: str) -> None:
        self._update = None
        self._facts.append(FirmwareProgress(now, word, update.request_id))
