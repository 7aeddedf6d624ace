"""How a station speaks: what happens in the model becomes messages, and commands become questions to the model."""

import importlib
from typing import cast

from csms_simulator.dialects.dialect import Dialect

VERSIONS = ("1.6", "2.0.1", "2.1")
"""Of OCPP, as they are called everywhere."""

_CLASSES = {
    "1.6": ("csms_simulator.dialects.v16", "Station16"),
    "2.0.1": ("csms_simulator.dialects.v2", "Station201"),
    "2.1": ("csms_simulator.dialects.v2", "Station21"),
}


def dialect_for(version: str) -> type[Dialect]:
    """Return the class for a version of OCPP; its module is imported when it is asked for.

    Raises: ValueError if there is no such version.
    """
    if version not in _CLASSES:
        raise ValueError(f"There is no OCPP {version} here; take one of {', '.join(VERSIONS)}")
    module, name = _CLASSES[version]
    return cast("type[Dialect]", getattr(importlib.import_module(module), name))
