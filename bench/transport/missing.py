"""The error for what a machine does not have."""


class MissingError(Exception):
    """A case cannot be measured on this machine; the message says what is missing."""
