"""The drop-in contract, tested from outside; `pytest --peer` runs the same files against PyPI `ocpp` 2.1.0."""
