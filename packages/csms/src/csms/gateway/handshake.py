"""Judging who knocks, before there is a WebSocket (OCPP-J, 3; security profiles of OCPP 2.0.1 Part 2, A00)."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

from csms.config import Settings
from csms.domain.inbox import Cause, Knock, knock
from csms.domain.stations import Admission, StationKey
from csms.domain.throttling import Throttle
from csms.gateway.central import Central
from csms.gateway.passwords import Passwords
from csms.gateway.visitor import Visitor, visitor_of
from csms.service import inbox, password_change
from csms.storage import stations
from csms.storage.engine import StorageError
from csms.storage.stations import StationRecord
from ocpp.server import SUBPROTOCOLS, Accept, HandshakeRequest, Refusal

RETRY_AFTER_S = {Cause.DATABASE_AWAY: 30, Cause.TOO_MANY_WAIT: 300}

PLAIN_PASSWORD, ENCRYPTED_PASSWORD, CERTIFICATE = 1, 2, 3
"""The security profiles (A00.FR.201, A00.FR.301, A00.FR.401); 0 is none of them."""

MOST_PARDONED = 10_000
"""Of how many stations it is remembered that their failures are forgotten."""


class Entrance(Struct, frozen=True):
    """How a station has come in.

    Args:
        security_profile: the one that it has fulfilled; 0 if it has not shown who it is.
        host: its address.
        certificate_name: the common name of its certificate.
    """

    security_profile: int = 0
    host: str = ""
    certificate_name: str | None = None


class Admitted(Struct, frozen=True):
    """A station that is let in."""

    record: StationRecord
    entrance: Entrance
    answer: Accept | None


class Denied(Struct, frozen=True):
    """A station that is not let in."""

    knock: Knock
    answer: Refusal


class _Denial(Exception):  # noqa: N818 - it is no error of ours
    def __init__(self, cause: Cause, **facts: str | int) -> None:
        super().__init__(cause.value)
        self.cause = cause
        self.facts = facts


class Handshake:
    """Judges who knocks.

    Args:
        central: what all links share.
        settings: of the server.
        monotonic: a clock in seconds that only goes forward.
    """

    def __init__(self, central: Central, settings: Settings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._central = central
        self._settings = settings
        self._monotonic = monotonic
        self._passwords = Passwords()
        self._throttle = Throttle()
        self._pardons: OrderedDict[str, int] = OrderedDict()

    def pardon(self, identity: str) -> None:
        """Forget the failures of a station: what was wrong with it may have been mended."""
        self._pardons[identity] = self._pardons.pop(identity, 0) + 1
        if len(self._pardons) > MOST_PARDONED:
            self._pardons.popitem(last=False)

    async def judge(self, request: HandshakeRequest) -> Admitted | Denied | None:
        """Return whether a station is let in; None leaves it to the WebSocket server, which will refuse it."""
        settings = self._settings
        visitor = visitor_of(
            request,
            is_tls=settings.tls_cert is not None,
            proxies=settings.proxy_addresses,
            do_proxies_verify=settings.proxy_certificates,
        )
        keys = (f"{request.identity} {visitor.host} {self._pardons.get(request.identity, 0)}",)
        wait_s = math.ceil(self._throttle.wait_s(keys, self._monotonic()))
        try:
            if wait_s > 0:
                raise _Denial(Cause.TOO_MANY_ATTEMPTS, wait_s=wait_s)
            # Counted before it is known to fail, so that those which come at the same time are counted too.
            self._throttle.failed(keys, self._monotonic())
            record = await self._record_of(request)
            if record is None:
                return None
            profile = await self._security_profile(request, visitor, record)
            answer = _subprotocol(request, record)
        except StorageError:
            self._throttle.succeeded(keys)
            return self._denied(request, visitor, _Denial(Cause.DATABASE_AWAY))
        except _Denial as denial:
            return self._denied(request, visitor, denial, wait_s)
        self._throttle.succeeded(keys)
        certificate = visitor.certificate
        name = certificate.common_name if certificate is not None and profile == CERTIFICATE else None
        return Admitted(record, Entrance(profile, visitor.host, name), answer)

    def _denied(self, request: HandshakeRequest, visitor: Visitor, denial: _Denial, wait_s: int = 0) -> Denied:
        told = knock(
            denial.cause,
            request.identity,
            visitor.host,
            self._central.now(),
            denial.facts,
            path=request.path,
            offered=", ".join(request.subprotocols),
        )
        return Denied(told, Refusal(told.status, told.text, wait_s or RETRY_AFTER_S.get(denial.cause)))

    async def _record_of(self, request: HandshakeRequest) -> StationRecord | None:
        """Return what is known of a station; strangers are made known, if they can be served at all.

        Raises: _Denial, StorageError.
        """
        store, settings, identity = self._central.store, self._settings, request.identity
        record = await store.read(stations.find, identity)
        if record is None and settings.unknown_stations == "reject":
            raise _Denial(Cause.UNKNOWN)
        if record is None:
            has_common = any(name in SUBPROTOCOLS for name in request.subprotocols)
            if not has_common and (request.subprotocols or not settings.default_subprotocol):
                return None
            admission = Admission.ACCEPTED if settings.unknown_stations == "accept" else Admission.HELD
            # Looked up first where it costs the writer nothing: strangers may come in any number.
            is_full = admission is Admission.HELD and await store.read(inbox.is_full)
            if not is_full:
                record = await store.write_for(
                    identity, inbox.take_in, identity, admission, self._central.now(), settings.station_time_zone
                )
        if record is None:
            raise _Denial(Cause.TOO_MANY_WAIT, limit=inbox.MOST_HELD)
        if record.admission == Admission.REJECTED.value:
            raise _Denial(Cause.REJECTED)
        return record

    async def _security_profile(self, request: HandshakeRequest, visitor: Visitor, record: StationRecord) -> int:
        """Return the security profile that a station fulfils. Raises: _Denial if it is below the station's own."""
        wanted = record.security_profile
        try:
            self._check_certificate(visitor, record)
        except _Denial:
            if wanted >= CERTIFICATE:
                raise
        else:
            return CERTIFICATE
        if wanted >= ENCRYPTED_PASSWORD and not visitor.is_encrypted:
            # The password has gone over the wire for all to read: it is not even looked at.
            raise _Denial(Cause.TLS_MISSING, wanted=wanted)
        try:
            await self._check_password(request, record)
        except _Denial:
            if wanted > 0:
                raise
            return 0
        return ENCRYPTED_PASSWORD if visitor.is_encrypted else PLAIN_PASSWORD

    def _check_certificate(self, visitor: Visitor, record: StationRecord) -> None:
        """Check that a certificate is the station's own (A00.FR.405). Raises: _Denial."""
        certificate = visitor.certificate
        if certificate is None:
            raise _Denial(Cause.CERTIFICATE_MISSING)
        name = record.certificate_name or record.identity
        if certificate.common_name != name:
            raise _Denial(Cause.CERTIFICATE_OTHER_NAME, name=certificate.common_name or "nobody", wanted=name)
        issuer = record.certificate_issuer
        if issuer and certificate.issuer != issuer:
            raise _Denial(Cause.CERTIFICATE_OTHER_ISSUER, name=certificate.issuer or "nobody", wanted=issuer)
        organization = self._settings.client_organization
        if organization and certificate.organization != organization:
            raise _Denial(
                Cause.CERTIFICATE_OTHER_ORGANIZATION, name=certificate.organization or "nobody", wanted=organization
            )

    async def _check_password(self, request: HandshakeRequest, record: StationRecord) -> None:
        """Check a station's user name and password (A00.FR.204). Raises: _Denial, StorageError.

        Who shows a new password has taken it, also if its answer was lost (A01.FR.03).
        """
        good = [each for each in (record.password_hash, record.offered_password_hash) if each is not None]
        if not good:
            raise _Denial(Cause.PASSWORD_NOT_SET, wanted=record.security_profile)
        if request.password is None:
            raise _Denial(Cause.PASSWORD_MISSING, wanted=record.security_profile)
        if request.username != request.identity:
            raise _Denial(Cause.USER_NAME_OTHER, name=request.username or "''")
        for password_hash in good:
            if await self._passwords.are_equal(request.password, password_hash):
                break
        else:
            raise _Denial(Cause.PASSWORD_WRONG)
        if password_hash == record.offered_password_hash:
            key = StationKey(record.id, record.identity)
            await self._central.store.write_for(
                record.identity, password_change.complete, key, password_hash, self._central.now()
            )


def _subprotocol(request: HandshakeRequest, record: StationRecord) -> Accept | None:
    """Return what is to be spoken, if the operator has decided it (quirks 1 and 2). Raises: _Denial."""
    if not record.subprotocol:
        return None
    if request.subprotocols and record.subprotocol not in request.subprotocols:
        raise _Denial(Cause.SUBPROTOCOL_NOT_OFFERED, wanted=record.subprotocol, name=", ".join(request.subprotocols))
    return Accept(record.subprotocol)
