"""Parts of messages as they are on the wire."""

import msgspec


def to_json(value: object) -> str:
    """Return a message, or a part of one, as JSON."""
    return msgspec.json.encode(value).decode()
