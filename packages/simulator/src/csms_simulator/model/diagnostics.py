"""Uploads of logs (OCPP 1.6, 5.9; OCPP 2.0.1 Part 2, N01)."""

from collections import deque

from csms_simulator.model.facts import Fact, LogProgress

UPLOAD_S = 20.0
IDLE = "Idle"
UPLOADING = "Uploading"
UPLOADED = "Uploaded"
FAILURES = frozenset({"BadMessage", "NotSupportedOperation", "PermissionDenied", "UploadFailure"})
"""The words with which an upload fails (UploadLogStatusEnumType)."""


class LogUpload:
    """The upload that is under way. A new one takes the place of an older one."""

    def __init__(self, facts: deque[Fact]) -> None:
        self._facts = facts
        self._due: float | None = None
        self._request_id: int | None = None
        self._outcome = UPLOADED

    @property
    def status(self) -> str:
        """Uploading, or Idle."""
        return IDLE if self._due is None else UPLOADING

    def next_due(self) -> float | None:
        """When the upload is done."""
        return self._due

    def begin(self, now: float, *, request_id: int | None = None, outcome: str | None = None) -> None:
        """Begin to upload.

        Args:
            now: POSIX seconds.
            request_id: What the central system calls the upload.
            outcome: With which word it fails; None: it succeeds.

        Raises:
            ValueError: `outcome` is not a word with which an upload fails.
        """
        if outcome is not None and outcome not in FAILURES:
            raise ValueError(f"an upload fails with one of {', '.join(sorted(FAILURES))}, not with {outcome}")
        self._outcome = UPLOADED if outcome is None else outcome
        self._request_id = request_id
        self._due = now + UPLOAD_S
        self._facts.append(LogProgress(now, UPLOADING, request_id))

    def advance(self, now: float) -> None:
        """Finish the upload when it is due."""
        if self._due is not None and self._due <= now:
            self._finish(now, self._outcome)

    def interrupt(self, now: float) -> None:
        """Fail, because the power was cut or the station has started anew."""
        if self._due is not None:
            self._finish(now, "UploadFailure")

    def _finish(self, now: float, word: str) -> None:
        self._due = None
        self._facts.append(LogProgress(now, word, self._request_id))
