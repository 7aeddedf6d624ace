"""Passwords, certificates and security events (OCPP 1.6 security whitepaper, A01 to A05 and M03 to M05)."""

from csms_simulator.dialects.dialect import Host
from csms_simulator.dialects.v16.configuration import Binding
from csms_simulator.dialects.v16.configuration_keys import MAX_CERTIFICATES
from csms_simulator.dialects.v16.configuration_values import Value
from csms_simulator.dialects.v16.conversation import Conversation
from csms_simulator.dialects.v16.timestamps import timestamp
from csms_simulator.dialects.x509 import Certificate, CertificateHashes, read_certificate
from csms_simulator.model.facts import SecurityIncident
from ocpp.routing import on
from ocpp.v16 import call, call_result
from ocpp.v16.datatypes import CertificateHashData
from ocpp.v16.enums import (
    Action,
    CertificateSignedStatus,
    CertificateStatus,
    CertificateUse,
    DeleteCertificateStatus,
    GetInstalledCertificateStatus,
    HashAlgorithm,
)

SHORTEST_PASSWORD = 16
"""Bytes (security whitepaper, 7.2)."""
LONGEST_PASSWORD = 20
"""Bytes of one that is given in hexadecimal."""


def password_of(key: str) -> bytes | None:
    """Return the password that an AuthorizationKey stands for: 16 to 20 bytes in hexadecimal, or else text.

    None if it is too short.
    """
    try:
        password = bytes.fromhex(key)
    except ValueError:
        password = b""
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return password
    text = key.encode()
    return text if len(text) >= SHORTEST_PASSWORD else None


class Security(Conversation):
    """What keeps the conversation safe, as far as a station without a file system can say it."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._certificates: dict[CertificateUse, list[Certificate]] = {use: [] for use in CertificateUse}
        self.configuration.bind("AuthorizationKey", Binding(lambda: "", self._change_password))
        # It follows from how the station connects, so the central system cannot raise it.
        self.configuration.bind("SecurityProfile", Binding(lambda: self.security_profile, lambda _: False))

    def security_incident(self, fact: SecurityIncident) -> None:
        """Report a security event; it is not lost with the link (A04)."""
        self._report_event(fact.type, fact.info, fact.at)

    @on(Action.install_certificate)
    def install_certificate(self, request: call.InstallCertificate) -> call_result.InstallCertificate:
        """Keep a root certificate, if it is one, valid, and there is room (M05)."""
        use = CertificateUse(request.certificate_type)
        try:
            certificate = read_certificate(request.certificate)
        except ValueError as error:
            return self._refuse_root(use, str(error))
        if not certificate.is_root:
            return self._refuse_root(use, "no root certificate")
        if not certificate.is_valid_at(self.now()):
            return self._refuse_root(use, "not valid now")
        installed = self._certificates[use]
        if certificate not in installed:
            if sum(map(len, self._certificates.values())) >= MAX_CERTIFICATES:
                return call_result.InstallCertificate(status=CertificateStatus.rejected)
            installed.append(certificate)
        return call_result.InstallCertificate(status=CertificateStatus.accepted)

    @on(Action.get_installed_certificate_ids)
    def get_installed_certificate_ids(
        self, request: call.GetInstalledCertificateIds
    ) -> call_result.GetInstalledCertificateIds:
        """List the root certificates of a kind (M03)."""
        hashes = [
            _hash_data(certificate) for certificate in self._certificates[CertificateUse(request.certificate_type)]
        ]
        if not hashes:
            return call_result.GetInstalledCertificateIds(status=GetInstalledCertificateStatus.not_found)
        return call_result.GetInstalledCertificateIds(
            status=GetInstalledCertificateStatus.accepted, certificate_hash_data=hashes
        )

    @on(Action.delete_certificate)
    def delete_certificate(self, request: call.DeleteCertificate) -> call_result.DeleteCertificate:
        """Remove a root certificate (M04)."""
        wanted = request.certificate_hash_data
        for installed in self._certificates.values():
            for certificate in installed:
                if _is_named(certificate, wanted):
                    installed.remove(certificate)
                    return call_result.DeleteCertificate(status=DeleteCertificateStatus.accepted)
        return call_result.DeleteCertificate(status=DeleteCertificateStatus.not_found)

    @on(Action.certificate_signed)
    def certificate_signed(self, _: call.CertificateSigned) -> call_result.CertificateSigned:
        """Refuse a certificate for the station itself: it has not asked for one (A02)."""
        self._report_event("InvalidChargePointCertificate", "no certificate was asked for", self.now())
        return call_result.CertificateSigned(status=CertificateSignedStatus.rejected)

    def _change_password(self, key: Value) -> bool:
        password = password_of(str(key))
        if password is None:
            return False
        self.host.change_password(password)
        return True

    def _refuse_root(self, use: CertificateUse, reason: str) -> call_result.InstallCertificate:
        if use is CertificateUse.central_system_root_certificate:
            self._report_event("InvalidCentralSystemCertificate", reason, self.now())
        return call_result.InstallCertificate(status=CertificateStatus.rejected)

    def _report_event(self, event: str, info: str | None, at: float) -> None:
        self.report(
            call.SecurityEventNotification(type=event[:50], timestamp=timestamp(at), tech_info=info and info[:255])
        )


def _hash_data(certificate: Certificate) -> CertificateHashData:
    algorithm = HashAlgorithm.sha256
    own = certificate.hashes(algorithm.value)
    return CertificateHashData(algorithm, own.issuer_name, own.issuer_key, own.serial_number)


def _is_named(certificate: Certificate, wanted: CertificateHashData) -> bool:
    hashes = CertificateHashes(wanted.issuer_name_hash, wanted.issuer_key_hash, wanted.serial_number)
    return certificate.is_named(HashAlgorithm(wanted.hash_algorithm).value, hashes)
