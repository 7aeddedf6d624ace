"""Commands as they are kept: without secrets."""

from collections.abc import Mapping

import msgspec

from csms.domain.remote_control import Command, SetConfiguration
from csms.domain.variables import VariableName
from csms.gateway.wire import to_json
from ocpp.masking import MASK, SECRET_NAMES, mask


def is_secret(name: str) -> bool:
    """Tell whether the value of a configuration key (1.6) or of a variable (2.x) is a secret."""
    if name.lower() in SECRET_NAMES:
        return True
    try:
        return VariableName.parse(name).variable.lower() in SECRET_NAMES
    except ValueError:
        return False


def without_secrets(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return values by name, secrets masked."""
    return {name: MASK if value and is_secret(name) else value for name, value in values.items()}


def masked(command: Command) -> str:
    """Return the JSON of a command, secrets masked."""
    if isinstance(command, SetConfiguration):
        return to_json({"values": without_secrets(command.values)})
    return mask(msgspec.json.encode(command))
