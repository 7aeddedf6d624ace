"""The ids that the central system gives to transactions (OCPP 1.6, 4.8 and errata 3.18)."""

NOT_KNOWN = -1
"""The id of a transaction whose start the central system has not answered."""


class TransactionIds:
    """Which id the central system gave to which transaction of the station."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def learn(self, reference: str, transaction_id: int) -> None:
        """Keep what the central system answered."""
        self._ids[reference] = transaction_id

    def forget(self, reference: str) -> None:
        """Drop the id of a transaction that nothing more will be said about."""
        self._ids.pop(reference, None)

    def id_of(self, reference: str) -> int:
        """Return the id of a transaction, -1 if there is none."""
        return self._ids.get(reference, NOT_KNOWN)

    def reference_of(self, transaction_id: int) -> str | None:
        """Return the station's own name of a transaction; of several with the same id that of the latest."""
        return next((name for name, known in reversed(self._ids.items()) if known == transaction_id), None)
