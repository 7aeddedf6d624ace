"""Speed of this library beside the PyPI package `ocpp`, measured in one run."""
