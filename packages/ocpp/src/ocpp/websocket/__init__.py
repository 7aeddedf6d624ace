"""WebSocket links made for OCPP: the part that server and client share."""
