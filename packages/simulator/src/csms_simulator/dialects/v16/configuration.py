"""The configuration of a station: what the central system reads and writes by GetConfiguration and ChangeConfiguration.

Values are kept where they work: in the model's settings, in the shell around the station, or here.
"""

from collections.abc import Callable
from typing import cast

from msgspec import Struct

from csms_simulator.dialects.v16.configuration_keys import KEYS, Access, Key, number_of_connectors
from csms_simulator.dialects.v16.configuration_values import Value, text_of
from csms_simulator.model.layout import Layout
from csms_simulator.model.settings import Settings
from ocpp.v16.datatypes import KeyValue
from ocpp.v16.enums import ConfigurationStatus


class Binding(Struct, frozen=True):
    """Where the value of a key is kept."""

    read: Callable[[], Value]
    write: Callable[[Value], bool] | None = None
    """Returns whether the value was taken; not needed where the key is read only."""


class Configuration:
    """All configuration keys of one station. Letter case does not matter in their names (CiString50Type).

    Args:
        layout: what the station is built of.
        settings: what many of the keys are.
    """

    def __init__(self, layout: Layout, settings: Settings) -> None:
        self._settings = settings
        self._keys = {key.name.lower(): key for key in KEYS}
        self._connectors = number_of_connectors(layout)
        self._values: dict[str, Value] = {}
        self._bindings: dict[str, Binding] = {}
        for key in KEYS:
            if key.setting is not None:
                self._bindings[key.name] = self._setting(key.setting)
            elif key.default is not None:
                default = key.default if isinstance(key.default, str) else key.default(layout)
                self._values[key.name] = key.type.parse(default)

    def bind(self, name: str, binding: Binding) -> None:
        """Say where the value of a key is kept."""
        self._bindings[name] = binding

    def __getitem__(self, name: str) -> Value:
        """Return the value of a key. Raises: KeyError."""
        key = self._keys[name.lower()]
        binding = self._bindings.get(key.name)
        return self._values[key.name] if binding is None else binding.read()

    def items_of(self, name: str) -> tuple[str, ...]:
        """Return the items of a key that is a list. Raises: KeyError; TypeError if it is none."""
        value = self[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is no list")
        return value

    def show(self, name: str) -> KeyValue | None:
        """Return a key as GetConfiguration shows it; None if there is none of this name."""
        key = self._keys.get(name.lower())
        if key is None:
            return None
        value = None if key.access is Access.WRITE else text_of(self[key.name])
        return KeyValue(key=key.name, readonly=key.access is Access.READ, value=value)

    def show_all(self) -> list[KeyValue]:
        """Return all keys as GetConfiguration shows them."""
        return [shown for key in KEYS if (shown := self.show(key.name)) is not None]

    def change(self, name: str, text: str) -> ConfigurationStatus:
        """Write a key as ChangeConfiguration does (OCPP 1.6, 5.3)."""
        key = self._keys.get(name.lower())
        if key is None:
            return ConfigurationStatus.not_supported
        if key.access is Access.READ or not self._take(key, text):
            return ConfigurationStatus.rejected
        return ConfigurationStatus.reboot_required if key.needs_reboot else ConfigurationStatus.accepted

    def _take(self, key: Key, text: str) -> bool:
        """Keep a value if it is one for this key."""
        try:
            value = key.type.parse(text)
        except ValueError:
            return False
        if key.name == "ConnectorPhaseRotation" and not self._has_connectors(value):
            return False
        binding = self._bindings.get(key.name)
        if binding is not None:
            return binding.write is not None and binding.write(value)
        self._values[key.name] = value
        return True

    def _has_connectors(self, rotations: Value) -> bool:
        """Tell whether a phase rotation names connectors that there are; 0 is the grid connection."""
        return isinstance(rotations, tuple) and all(
            int(item.partition(".")[0]) <= self._connectors for item in rotations
        )

    def _setting(self, attribute: str) -> Binding:
        def read() -> Value:
            value: object = getattr(self._settings, attribute)
            return value if isinstance(value, bool) else round(cast(float, value))

        def write(value: Value) -> bool:
            setattr(self._settings, attribute, value)
            return True

        return Binding(read, write)
