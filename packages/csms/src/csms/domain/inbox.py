"""The inbox: who knocked and was not let in, why, and what helps; an operator sees nothing else of it."""

import re
import shlex
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

LONGEST_TEXT = 300
"""Characters of what a stranger has said that are kept: enough to recognise it."""

_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


class Cause(StrEnum):
    """Why a station was not let in, or waits."""

    WAITS = "waits"
    UNKNOWN = "unknown"
    TOO_MANY_WAIT = "too_many_wait"
    REJECTED = "rejected"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - a word of ours
    PASSWORD_WRONG = "password_wrong"  # noqa: S105
    PASSWORD_NOT_SET = "password_not_set"  # noqa: S105
    USER_NAME_OTHER = "user_name_other"
    TLS_MISSING = "tls_missing"
    CERTIFICATE_MISSING = "certificate_missing"
    CERTIFICATE_OTHER_NAME = "certificate_other_name"
    CERTIFICATE_OTHER_ISSUER = "certificate_other_issuer"
    CERTIFICATE_OTHER_ORGANIZATION = "certificate_other_organization"
    CERTIFICATE_NOT_ACCEPTED = "certificate_not_accepted"
    SERIAL_NUMBER_OTHER = "serial_number_other"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    SUBPROTOCOL_NOT_COMMON = "subprotocol_not_common"
    SUBPROTOCOL_NOT_OFFERED = "subprotocol_not_offered"
    IDENTITY_MISSING = "identity_missing"
    NO_WEBSOCKET = "no_websocket"
    PLAIN_ON_TLS_PORT = "plain_on_tls_port"
    TLS_ON_PLAIN_PORT = "tls_on_plain_port"
    SERVER_CERTIFICATE_NOT_ACCEPTED = "server_certificate_not_accepted"
    TLS_FAILED = "tls_failed"
    WENT_AWAY = "went_away"
    SERVER_FULL = "server_full"
    DATABASE_AWAY = "database_away"
    SERVER_FAILED = "server_failed"


class Explanation(Struct, frozen=True):
    """What is said of a cause.

    Args:
        status: the HTTP status of the answer to the station; 0 if there is none.
        text: what was wrong, with places for facts in braces.
        remedy: what helps; `{station}` is the identity as a shell takes it.
    """

    status: int
    text: str
    remedy: str


_LOWER = "lower the profile: csms station set {station} --security-profile"

EXPLANATIONS: dict[Cause, Explanation] = {
    Cause.WAITS: Explanation(
        0,
        "The station is not accepted yet: it is connected, and waits.",
        "If it is yours, accept it: csms station accept {station}",
    ),
    Cause.UNKNOWN: Explanation(
        404,
        "The station {identity} is not known here, and unknown stations are rejected.",
        "If it is yours, accept it: csms station accept {station}",
    ),
    Cause.TOO_MANY_WAIT: Explanation(
        503,
        "The station is not known here, and {limit} unknown stations wait to be accepted already.",
        "Accept, reject or delete some of those that wait, or accept this one: csms station accept {station}",
    ),
    Cause.REJECTED: Explanation(
        403,
        "The operator has rejected the station.",
        "If it is to be let in after all: csms station accept {station}",
    ),
    Cause.PASSWORD_MISSING: Explanation(
        401,
        "The station sent no password, but security profile {wanted} wants one.",
        "Set the password on the charger (AuthorizationKey in OCPP 1.6, BasicAuthPassword in 2.x), or " + _LOWER + " 0",
    ),
    Cause.PASSWORD_WRONG: Explanation(
        401,
        "The station sent a password that is not its own.",
        "Set the same password on both sides: csms station set {station} --password generate makes a new one",
    ),
    Cause.PASSWORD_NOT_SET: Explanation(
        403,
        "Security profile {wanted} wants a password, but none is set for the station here.",
        "Set the password that the charger has: csms station set {station} --password -; or " + _LOWER + " 0",
    ),
    Cause.USER_NAME_OTHER: Explanation(
        401,
        "The station sent the user name {name}, which is not its identity {identity}.",
        "Set the user name on the charger to {identity}, or put {name} at the end of its URL instead",
    ),
    Cause.TLS_MISSING: Explanation(
        403,
        "The station came without TLS, but security profile {wanted} wants it.",
        "Let the charger's URL begin with wss://, or "
        + _LOWER
        + " 1. Behind a proxy that ends TLS, name its address in proxy-addresses and have it send X-Forwarded-Proto",
    ),
    Cause.CERTIFICATE_MISSING: Explanation(
        403,
        "The station showed no client certificate, but security profile 3 wants one.",
        "Install a certificate on the charger, issued by an authority that client-ca names, or " + _LOWER + " 2",
    ),
    Cause.CERTIFICATE_OTHER_NAME: Explanation(
        403,
        "The station showed the certificate of {name}, but one of {wanted} is wanted.",
        "Install the certificate of {wanted} on the charger; if {name} is right (some certificates name the serial"
        " number): csms station set {station} --certificate-name {name}",
    ),
    Cause.CERTIFICATE_OTHER_ISSUER: Explanation(
        403,
        "The station showed a certificate that {name} has issued, but one of {wanted} is wanted.",
        "Install a certificate of {wanted}, or take the other issuer: csms station set {station} --certificate-issuer"
        " {name}",
    ),
    Cause.CERTIFICATE_OTHER_ORGANIZATION: Explanation(
        403,
        "The station showed a certificate of the organization {name}, but one of {wanted} is wanted.",
        "Install a certificate whose organization (O) is {wanted}, or change the setting client-organization",
    ),
    Cause.CERTIFICATE_NOT_ACCEPTED: Explanation(
        0,
        "The station's certificate was not accepted: {reason}",
        "Install a certificate on the charger that is valid now, and issued by an authority that client-ca names",
    ),
    Cause.SERIAL_NUMBER_OTHER: Explanation(
        0,
        "The station booted with the serial number {name}, but its certificate is that of {wanted}.",
        "Find out which station it is: a certificate has been copied, or the serial number on the charger is wrong",
    ),
    Cause.TOO_MANY_ATTEMPTS: Explanation(
        429,
        "There were too many failed attempts from this address; the next one may follow in {wait_s} s.",
        "Mend the cause of the attempts before, which stands beside this one; then wait",
    ),
    Cause.SUBPROTOCOL_NOT_COMMON: Explanation(
        400,
        "There is no common version of OCPP: {reason}",
        "Set the charger to OCPP 1.6J, 2.0.1 or 2.1 (JSON over WebSocket, not SOAP)",
    ),
    Cause.SUBPROTOCOL_NOT_OFFERED: Explanation(
        400,
        "The station is to speak {wanted}, but offers {name}.",
        "Set the charger to {wanted}, or let it choose: csms station set {station} --subprotocol ''",
    ),
    Cause.IDENTITY_MISSING: Explanation(
        404,
        "The URL names no station: {reason}",
        "Put the charger's identity at the end of its URL, as in ws://csms.example:9000/CP_1",
    ),
    Cause.NO_WEBSOCKET: Explanation(
        400,
        "This was no request of a charger: {reason}",
        "If it came from a charger or a proxy before it, pass the headers Upgrade and Connection on, with HTTP/1.1",
    ),
    Cause.PLAIN_ON_TLS_PORT: Explanation(
        0,
        "The station came without TLS to a port where TLS is spoken.",
        "Let the charger's URL begin with wss:// instead of ws://",
    ),
    Cause.TLS_ON_PLAIN_PORT: Explanation(
        0,
        "The station came with TLS to a port where none is spoken.",
        "Let the charger's URL begin with ws:// instead of wss://, or give the server a certificate (tls-cert)",
    ),
    Cause.SERVER_CERTIFICATE_NOT_ACCEPTED: Explanation(
        0,
        "The station does not accept the server's certificate: {reason}",
        "Install the root certificate of the server on the charger, let its URL name the host that the certificate"
        " names, and look at the charger's clock",
    ),
    Cause.TLS_FAILED: Explanation(
        0,
        "TLS could not be set up: {reason}",
        "Look at what the charger says of it; `openssl s_client` shows what the server offers",
    ),
    Cause.WENT_AWAY: Explanation(
        0,
        "The station ended the connection before it was answered: {reason}",
        "Look at the network between: a proxy, a firewall, or a modem that loses its connection",
    ),
    Cause.SERVER_FULL: Explanation(
        503,
        "As many stations are connected as the server allows.",
        "Raise the setting max-links",
    ),
    Cause.DATABASE_AWAY: Explanation(
        503,
        "The database was not available.",
        "The server's log says why; the station comes again by itself",
    ),
    Cause.SERVER_FAILED: Explanation(
        500,
        "The server could not decide: {reason}",
        "The server's log says more",
    ),
}


class Knock(Struct, frozen=True, kw_only=True):
    """An attempt to come in that has failed, or that waits.

    Args:
        identity: who knocked, by the URL; empty if it named nobody.
        peer: the address that it came from.
        cause: why it was not let in.
        text: that in words.
        remedy: what helps, in words.
        status: the HTTP status of the answer; 0 if there was none.
        at: when.
        path: the path of the URL; None if no request came.
        offered: the subprotocols that the station offered, separated by commas.
    """

    identity: str
    peer: str
    cause: Cause
    text: str
    remedy: str
    status: int
    at: datetime
    path: str | None = None
    offered: str = ""


def knock(
    cause: Cause,
    identity: str,
    peer: str,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    *,
    status: int | None = None,
    path: str | None = None,
    offered: str = "",
) -> Knock:
    """Return an attempt with its cause and remedy in words.

    Args:
        cause: why it failed.
        identity: see `Knock`, as all others.
        peer: where it came from.
        at: when.
        facts: what the words of this cause have places for.
        status: that was answered, if not the one that goes with the cause.
        path: of the URL.
        offered: subprotocols.
    """
    explanation = EXPLANATIONS[cause]
    words = {name: printable(str(value)) for name, value in (facts or {}).items()}
    words |= {"identity": printable(identity), "station": shlex.quote(printable(identity))}
    remedy_words = words | {name: shlex.quote(words[name]) for name in ("name",) if name in words}
    return Knock(
        identity=identity,
        peer=peer,
        cause=cause,
        text=explanation.text.format_map(words),
        remedy=explanation.remedy.format_map(remedy_words),
        status=explanation.status if status is None else status,
        at=at,
        path=None if path is None else printable(path),
        offered=printable(offered),
    )


def printable(text: str) -> str:
    """Return what a stranger has said so that it can be shown: no control characters, not too long."""
    shown = _NOT_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= LONGEST_TEXT else f"{shown[: LONGEST_TEXT - 3]}..."


_TLS = "TLS failed: "
_REASONS: tuple[tuple[str, Cause], ...] = (
    (r"TLS failed: plain WebSocket", Cause.PLAIN_ON_TLS_PORT),
    (r"TLS failed: the charge point's certificate was not accepted: ", Cause.CERTIFICATE_NOT_ACCEPTED),
    (r"TLS failed: the charge point sent no client certificate", Cause.CERTIFICATE_MISSING),
    (
        r"TLS failed: the (charge point does not (know|accept)|server's certificate)",
        Cause.SERVER_CERTIFICATE_NOT_ACCEPTED,
    ),
    (r"TLS failed: the charge point closed", Cause.SERVER_CERTIFICATE_NOT_ACCEPTED),
    (r"TLS failed: ", Cause.TLS_FAILED),
    (r"TLS where plain", Cause.TLS_ON_PLAIN_PORT),
    (r"No common subprotocol", Cause.SUBPROTOCOL_NOT_COMMON),
    (r"The URL must end in|The identity of the charge point", Cause.IDENTITY_MISSING),
    (r"Too many charge points are connected", Cause.SERVER_FULL),
    (r"went away|sent no complete request|sent data before", Cause.WENT_AWAY),
)


def cause_of(status: int, reason: str) -> Cause | None:
    """Return the cause of a refusal that the WebSocket server decided by itself; None for one that nobody can mend.

    Args:
        status: that was answered; 0 if there was no answer.
        reason: what the server said of it.
    """
    for pattern, cause in _REASONS:
        if re.match(pattern, reason):
            return cause
    if status == 503:
        # The server goes away: the station comes again by itself. It took too long: the database is slow.
        return None if "going away" in reason else Cause.DATABASE_AWAY
    return Cause.SERVER_FAILED if status == 500 else Cause.NO_WEBSOCKET


def bare_reason(reason: str) -> str:
    """Return the reason without what the cause says already."""
    prefixes = (_TLS, "the charge point's certificate was not accepted: ", "No common subprotocol: ")
    for prefix in prefixes:
        reason = reason.removeprefix(prefix)
    return reason
