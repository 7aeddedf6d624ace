"""Where OCPP is spoken: from the handshake to facts of the domain, and from commands to messages."""
