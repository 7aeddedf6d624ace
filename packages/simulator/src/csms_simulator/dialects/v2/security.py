"""Security events, and the station's own certificate (OCPP 2.0.1 Part 2, A)."""

from csms_simulator.dialects.v2.conversation import Conversation, why
from csms_simulator.dialects.v2.times import to_text
from csms_simulator.model.facts import SecurityIncident
from ocpp.routing import on
from ocpp.v21 import call, call_result


class Security(Conversation):
    """Telling what matters for security."""

    def on_security_incident(self, fact: SecurityIncident) -> None:
        """Tell of a security event (A04)."""
        self.post(call.SecurityEventNotification(type=fact.type, timestamp=to_text(fact.at), tech_info=fact.info))

    @on("CertificateSigned")
    def on_certificate_signed(self, _: call.CertificateSigned) -> call_result.CertificateSigned:
        """Refuse a certificate that the station has not asked for (A02.FR.06, A02.FR.07)."""
        self.post(
            call.SecurityEventNotification(
                type="InvalidChargingStationCertificate",
                timestamp=self.timestamp(),
                tech_info="No certificate was asked for",
            )
        )
        return call_result.CertificateSigned(status="Rejected", status_info=why("InvalidCertificate"))
