"""What is not as it should be with a running server, from what is measured of it."""

from collections.abc import Iterator

from msgspec import Struct

from csms.domain.findings import Finding, Severity

DISK_LOW_BYTES = 2 * 2**30
DISK_FULL_BYTES = 256 * 2**20
"""With less, no frames are recorded any more: the record needs the room."""
SLOW_WRITE_S = 1.0
LATE_LOOP_S = 0.25

_GIB = 2**30


class Measured(Struct, frozen=True, kw_only=True):
    """What is measured of a server.

    Args:
        is_listening: stations can connect.
        certificate_error: why renewed certificates are not used; empty if they are.
        database_error: why the database does not answer; empty if it does.
        writes_waiting: how many changes wait for the database.
        writes_limit: how many may wait.
        write_delay_s: how long a change waits for its turn, None if that is not known.
        loop_delay_max_s: how late the event loop was at most in the last minute.
        are_frames_recorded: there is a message log.
        frames_dropped: how many frames were left out of it since the start.
        disk_free_bytes: how much room there is for the data, None if it is elsewhere.
    """

    is_listening: bool = True
    certificate_error: str = ""
    database_error: str = ""
    writes_waiting: int = 0
    writes_limit: int = 1
    write_delay_s: float | None = 0.0
    loop_delay_max_s: float = 0.0
    are_frames_recorded: bool = True
    frames_dropped: int = 0
    disk_free_bytes: int | None = None


def find(measured: Measured) -> list[Finding]:
    """Return what is not as it should be, the worst first."""
    order = list(Severity)
    return sorted(_findings(measured), key=lambda finding: order.index(finding.severity))


def _findings(measured: Measured) -> Iterator[Finding]:
    if not measured.is_listening:
        yield Finding(
            "not_listening",
            Severity.ERROR,
            "Stations cannot connect: the server does not listen for them.",
            "Look into the log of the server, and start it again.",
        )
    if measured.certificate_error:
        yield Finding(
            "certificate_unusable",
            Severity.ERROR,
            f"Renewed certificates cannot be used: {measured.certificate_error}.",
            "Put the files right; they are looked at every minute. Until then stations get the certificate from"
            " before, for as long as that is valid.",
        )
    if measured.database_error:
        yield Finding(
            "database_away",
            Severity.ERROR,
            f"The database does not answer: {measured.database_error}.",
            "See that it runs and has room. Stations send again what was not taken.",
        )
    if measured.disk_free_bytes is not None and measured.disk_free_bytes < DISK_LOW_BYTES:
        is_full = measured.disk_free_bytes < DISK_FULL_BYTES
        more = " No messages are recorded any more, to keep the room for transactions." if is_full else ""
        yield Finding(
            "disk_full" if is_full else "disk_low",
            Severity.ERROR if is_full else Severity.WARNING,
            f"The disk of the data folder has only {measured.disk_free_bytes / _GIB:.1f} GiB left.{more}",
            "Make room, or move the data to a larger disk.",
        )
    if measured.writes_waiting > measured.writes_limit / 10:
        yield Finding(
            "writes_wait",
            Severity.WARNING,
            f"{measured.writes_waiting} changes wait for the database; {measured.writes_limit} may.",
            "The disk is too slow for these stations, or something else uses it: look at what it is busy with.",
        )
    elif measured.write_delay_s is not None and measured.write_delay_s > SLOW_WRITE_S:
        yield Finding(
            "writes_slow",
            Severity.WARNING,
            f"A change waits {measured.write_delay_s:.1f} s for the database, and stations wait as long for answers.",
            "The disk is too slow for these stations, or something else uses it: look at what it is busy with.",
        )
    if measured.loop_delay_max_s > LATE_LOOP_S:
        yield Finding(
            "loop_late",
            Severity.WARNING,
            f"The server was busy for {measured.loop_delay_max_s:.1f} s at a stretch in the last minute.",
            "It needs a faster processor, or has to share it with less.",
        )
    if measured.frames_dropped:
        yield Finding(
            "frames_dropped",
            Severity.WARNING,
            f"{measured.frames_dropped} messages are missing in the message log since the server was started.",
            "Transactions are complete all the same. If the number grows, the disk is too slow.",
        )
    if not measured.are_frames_recorded:
        yield Finding(
            "frames_off",
            Severity.NOTE,
            "The messages of stations are not recorded.",
            "The setting frames turns that on.",
        )
