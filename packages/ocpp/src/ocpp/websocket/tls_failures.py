"""Why a TLS handshake failed, in words that say what to do: an operator sees nothing else of it."""

import ssl

_CAUSES = {
    "HTTP_REQUEST": "plain WebSocket where TLS is spoken: use wss:// instead of ws://, or another port",
    "HTTPS_PROXY_REQUEST": "a request for a proxy where TLS is spoken",
    "WRONG_VERSION_NUMBER": "no TLS, or a version of it that is too old",
    "UNSUPPORTED_PROTOCOL": "the charge point's TLS is older than the server allows, which is 1.2 by default",
    "VERSION_TOO_LOW": "the charge point's TLS is older than the server allows, which is 1.2 by default",
    "NO_SHARED_CIPHER": "no common cipher suite; some need an RSA certificate, some an ECDSA one: load both",
    "NO_SUITABLE_SIGNATURE_ALGORITHM": "the charge point cannot check a certificate of this kind; load another one too",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "the charge point sent no client certificate (security profile 3)",
    "TLSV1_ALERT_UNKNOWN_CA": "the charge point does not know the issuer of the server's certificate",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the charge point refused the TLS version",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "the charge point does not accept the server's certificate",
    "SSLV3_ALERT_BAD_CERTIFICATE": "the charge point does not accept the server's certificate",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "the server's certificate has expired, or the charge point's clock is wrong",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "the charge point and the server have nothing in common",
}


def in_words(error: BaseException) -> str:
    """Return the cause of a failed handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the charge point's certificate was not accepted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        cause = _CAUSES.get(error.reason or "")
        return f"{cause} ({error.reason})" if cause else str(error.reason or error)
    if isinstance(error, TimeoutError) or "taking longer" in str(error):
        return "the charge point did not complete the handshake in time"
    if isinstance(error, ConnectionError):
        return "the charge point closed the connection, as it does when it does not trust the server's certificate"
    return str(error) or type(error).__name__
