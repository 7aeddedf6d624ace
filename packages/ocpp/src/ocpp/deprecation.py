"""Names of earlier releases of the library that this one replaces: they still work, and each warns once.

They are looked up only when an attribute is missing, so nobody meets them who does not ask for them: iteration,
`len`, `vars` and type checkers do not know them.
"""

import dataclasses
import sys
import typing
import warnings
from collections.abc import Callable, Mapping
from enum import EnumType
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

_STANDARD_NAMES: Mapping[str, Any] = {
    **{name: getattr(typing, name) for name in ("Dict", "List", "Optional", "Union")},
    "dataclass": dataclasses.dataclass,
    "field": dataclasses.field,
}

_warned: set[str] = set()


def warn_once(old_name: str, new_name: str) -> None:
    """Say that `old_name` is called `new_name` now, if this process has not been told yet."""
    if old_name not in _warned:
        _warned.add(old_name)
        warnings.warn(f"{old_name} is an old name, use {new_name}", DeprecationWarning, stacklevel=3)


def without_payload(name: str) -> str | None:
    """Return the name of the message class that once was called `name`: ResetPayload is now Reset."""
    return name.removesuffix("Payload") if name.endswith("Payload") else None


def never(_name: str) -> str | None:
    """Return None: the module has no renamed names."""
    return None


def former_names(module: str, renamed: Callable[[str], str | None], *lenders: ModuleType) -> Callable[[str], Any]:
    """Return a `__getattr__` for a module.

    Old names are those for which `renamed` gives a new one. Other names that earlier releases imported into the
    module, where programs therefore may look for them, come from `lenders` and the standard library, unwarned.
    """

    def find(name: str) -> Any:
        here = vars(sys.modules[module])
        new_name = renamed(name)
        if new_name is not None and new_name in here:
            warn_once(f"{module}.{name}", f"{module}.{new_name}")
            return here[new_name]
        if name in _STANDARD_NAMES:
            return _STANDARD_NAMES[name]
        for lender in lenders:
            if name in vars(lender) and not name.startswith("_"):
                return vars(lender)[name]
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return find


class RenamedMembers(EnumType):
    """The metaclass of enums whose members had other names in earlier releases."""

    old_names: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """Name of the enum -> old name of a member -> its name; each version has a table of its own."""

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            new_name = type(cls).old_names.get(cls.__name__, {}).get(name)
            if new_name is None:
                raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
            warn_once(f"{cls.__module__}.{cls.__name__}.{name}", f"{cls.__name__}.{new_name}")
            return cls._member_map_[new_name]

        def __getitem__(cls, name: str) -> Any:
            if name not in cls._member_map_ and name in type(cls).old_names.get(cls.__name__, {}):
                return getattr(cls, name)
            return super().__getitem__(name)
