"""Root certificates (OCPP 2.0.1 Part 2, M)."""

from csms_simulator.dialects.v2.certificate_store import InvalidCertificateError
from csms_simulator.dialects.v2.conversation import Conversation, why
from ocpp.routing import on
from ocpp.v21 import call, call_result
from ocpp.v21.datatypes import CertificateHashDataChainType


class Certificates(Conversation):
    """Installing, listing and deleting root certificates."""

    @on("InstallCertificate")
    def on_install_certificate(self, request: call.InstallCertificate) -> call_result.InstallCertificate:
        """Keep a root certificate (M05)."""
        try:
            is_kept = self.certificates.add(str(request.certificate_type), request.certificate)
        except InvalidCertificateError as error:
            return call_result.InstallCertificate(status="Rejected", status_info=why("InvalidCertificate", str(error)))
        if is_kept:
            return call_result.InstallCertificate(status="Accepted")
        return call_result.InstallCertificate(status="Failed", status_info=why("OutOfStorage"))

    @on("GetInstalledCertificateIds")
    def on_get_installed_certificate_ids(
        self, request: call.GetInstalledCertificateIds
    ) -> call_result.GetInstalledCertificateIds:
        """List root certificates (M03)."""
        uses = None if request.certificate_type is None else [str(use) for use in request.certificate_type]
        found = self.certificates.of(uses)
        if not found:
            return call_result.GetInstalledCertificateIds(status="NotFound", status_info=why("NotFound"))
        return call_result.GetInstalledCertificateIds(
            status="Accepted",
            certificate_hash_data_chain=[
                CertificateHashDataChainType(
                    certificate_hash_data=certificate.hash_data(), certificate_type=certificate.use
                )
                for certificate in found
            ],
        )

    @on("DeleteCertificate")
    def on_delete_certificate(self, request: call.DeleteCertificate) -> call_result.DeleteCertificate:
        """Delete a root certificate (M04)."""
        if self.certificates.remove(request.certificate_hash_data):
            return call_result.DeleteCertificate(status="Accepted")
        return call_result.DeleteCertificate(status="NotFound", status_info=why("NotFound"))
