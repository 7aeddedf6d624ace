"""What `csms doctor` finds on the machine of the server: disk, files, clock, certificate."""

import ctypes
import shutil
import ssl
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from csms.config import PASSWORD_FILE, TOKEN_FILE, Settings
from csms.console.findings import Finding, fail, ok, warn
from csms.gateway.tls import CertificateFileError, tls_context
from csms.web.addresses import station_url

SPACE_TO_FAIL_BYTES = 200 * 2**20
SPACE_TO_WARN_BYTES = 2 * 2**30

CERTIFICATE_WARNS_BEFORE = timedelta(days=30)

_CLOCK_NOT_SYNCHRONISED = 5  # TIME_ERROR of ntp_adjtime(3)
_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # X509_V_FLAG_NO_CHECK_TIME: an expired certificate shall be readable


def check_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at what belongs to the server on this machine."""
    yield from check_disk(settings.data_dir)
    yield from check_secrets(settings)
    yield from check_clock()
    yield from check_certificate(settings, now)


def check_disk(data_dir: Path) -> Iterator[Finding]:
    """Look at the space that is left for the database."""
    check = "disk space"
    if not data_dir.is_dir():
        yield fail(
            check,
            f"There is no data folder {data_dir.resolve()}",
            "Name it with --data-dir, or set CSMS_DATA_DIR; `csms serve` makes it",
        )
        return
    free_bytes = shutil.disk_usage(data_dir).free
    text = f"{free_bytes / 2**30:.1f} GiB are free in {data_dir.resolve()}"
    remedy = "Make room, or move the data folder: when the disk is full, nothing is recorded, and chargers are told so"
    if free_bytes < SPACE_TO_FAIL_BYTES:
        yield fail(check, text, remedy)
    elif free_bytes < SPACE_TO_WARN_BYTES:
        yield warn(check, text, remedy)
    else:
        yield ok(check, text)


def check_secrets(settings: Settings) -> Iterator[Finding]:
    """Look at who can read the files with secrets."""
    check = "secret files"
    files = [settings.data_dir / TOKEN_FILE, settings.data_dir / PASSWORD_FILE]
    files += [key for key in (settings.tls_key, settings.tls_second_key) if key is not None]
    present = [file for file in files if file.exists()]
    is_posix = sys.platform != "win32"
    open_files = [file for file in present if is_posix and stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in open_files:
        mode = stat.S_IMODE(file.stat().st_mode)
        yield fail(check, f"Others than the owner can get at {file} (mode {mode:03o})", f"chmod 600 {file}")
    if present and not open_files:
        yield ok(check, f"Only their owner can read {', '.join(file.name for file in present)}")
    password_file = settings.data_dir / PASSWORD_FILE
    if password_file.exists():
        yield warn(
            "admin password",
            f"The first password of the admin user still holds; it is in {password_file}",
            "Change it: csms user password admin",
        )


def check_clock() -> Iterator[Finding]:
    """Look at whether the clock is kept right: stations take the time from the server, and transactions have it."""
    check = "clock"
    state = _clock_state()
    text = f"It is {datetime.now().astimezone().isoformat(sep=' ', timespec='seconds')}"
    if state == _CLOCK_NOT_SYNCHRONISED:
        yield warn(
            check,
            f"{text}, but nothing keeps the clock of this machine right",
            "Have it synchronised by NTP (chrony, systemd-timesyncd), if the host of a container does not do that:"
            " chargers take their time from here",
        )
    else:
        yield ok(check, text if state is None else f"{text}, and the clock is synchronised")


def check_certificate(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the server's certificate as a charger would: files, dates, names."""
    check = "TLS certificate"
    try:
        context = tls_context(settings)
        if context is None or settings.tls_cert is None:
            yield from _no_certificate(settings)
            return
        certificate = _shown_certificate(context, settings.tls_cert)
    except (CertificateFileError, OSError) as error:
        yield fail(check, f"It cannot be used: {error}", "Mend the files that tls-cert, tls-key and client-ca name")
        return
    starts_at, ends_at = _date(certificate, "notBefore"), _date(certificate, "notAfter")
    renew = "Get a new one, put it into the files that tls-cert and tls-key name, and restart the server"
    if now >= ends_at:
        yield fail(check, f"It has expired on {ends_at:%Y-%m-%d}", renew)
    elif now < starts_at:
        yield fail(check, f"It is valid from {starts_at:%Y-%m-%d} on only", f"{renew}; or look at the clock")
    elif ends_at - now < CERTIFICATE_WARNS_BEFORE:
        yield warn(check, f"It expires on {ends_at:%Y-%m-%d}", renew)
    else:
        yield ok(check, f"It is valid until {ends_at:%Y-%m-%d}")
    yield from _check_names(settings, certificate)


def _no_certificate(settings: Settings) -> Iterator[Finding]:
    if settings.public_url.startswith("wss://"):
        yield ok("TLS certificate", "None here: the public URL is wss://, so that something before the server ends TLS")
    else:
        yield warn(
            "TLS certificate",
            "Stations connect without TLS: passwords and what they report can be read and changed on the way",
            "In a network that is not yours alone, give the server a certificate: --tls-cert and --tls-key",
        )


def _check_names(settings: Settings, certificate: dict[str, object]) -> Iterator[Finding]:
    host = urlsplit(station_url(settings)).hostname or ""
    names = _names(certificate)
    if any(_fits(name, host) for name in names):
        yield ok("TLS names", f"It names {host}")
    elif settings.public_url:
        yield fail(
            "TLS names",
            f"It names {', '.join(names) or 'nobody'}, but chargers connect to {host}: they will refuse it",
            f"Get one that names {host}, or set public-url to the name that chargers use",
        )
    else:
        yield warn(
            "TLS names",
            f"It names {', '.join(names) or 'nobody'}; whether chargers use such a name is not known",
            "Set public-url to the URL that is typed into chargers, so that it can be checked",
        )


def _names(certificate: dict[str, object]) -> list[str]:
    alternatives = cast("tuple[tuple[str, str], ...]", certificate.get("subjectAltName", ()))
    return [name for kind, name in alternatives if kind in {"DNS", "IP Address"}]


def _fits(name: str, host: str) -> bool:
    """Tell whether a name in a certificate is that of a host (RFC 9525, 6.3)."""
    try:
        return ip_address(name) == ip_address(host)
    except ValueError:
        pass
    name, host = name.lower().rstrip("."), host.lower().rstrip(".")
    if name.startswith("*."):
        first, dot, rest = host.partition(".")
        return bool(first and dot) and rest == name[2:]
    return name == host


def _date(certificate: dict[str, object], field: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate[field])), UTC)


def _shown_certificate(server: ssl.SSLContext, chain: Path) -> dict[str, object]:
    """Return the certificate that a server shows, as Python reads it. Nothing goes over a network.

    Raises:
        ssl.SSLError: the two cannot speak.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(chain)  # it is trusted as it stands: Python reads only what it trusts
    client.verify_flags = ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(to_client, to_server)
    far = server.wrap_bio(to_server, to_client, server_side=True)
    sides = [near, far]
    while sides:
        for side in tuple(sides):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sides.remove(side)
    return cast("dict[str, object]", near.getpeercert() or {})


def _clock_state() -> int | None:
    """Return what the kernel says of its clock (ntp_adjtime(3)); None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL(None, use_errno=True)
        state = int(library.ntp_adjtime(ctypes.create_string_buffer(512)))  # of zeros: nothing is to be changed
    except (OSError, AttributeError):
        return None
    return state if state >= 0 else None
