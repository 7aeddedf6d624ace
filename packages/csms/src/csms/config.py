"""Where the settings of the server come from, and what there is to say about each of them.

A value given by a flag wins over one of the environment, that over one of the TOML file, that over the default.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct

from csms.declaration import MASK, About, Kind, kind_of, mask_url, masked, plain
from csms.settings import Settings, declared_fields

__all__ = [
    "PASSWORD_FILE",
    "TOKEN_FILE",
    "ConfigError",
    "EffectiveValue",
    "Setting",
    "Settings",
    "database_url",
    "describe",
    "effective",
    "frames_url",
    "load_settings",
    "mask_url",
]

DEFAULT_CONFIG_FILE = Path("csms.toml")
PASSWORD_FILE = "admin-password"  # noqa: S105 - the name of a file
"""In the data folder: the first password of the admin."""
TOKEN_FILE = "api-token"  # noqa: S105 - the name of a file
"""In the data folder: the API key of the command line."""
CONFIG_VARIABLE = "CSMS_CONFIG"

# Variables that are none of our settings, though they begin as those do: of the commands that speak to a server, of
# the build of the dashboard, and of the simulator.
OTHER_VARIABLES = frozenset({CONFIG_VARIABLE, "CSMS_SERVER", "CSMS_TOKEN", "CSMS_SKIP_DASHBOARD"})
OTHER_PREFIXES = ("CSMS_SIMULATOR_",)

DEFAULT_SOURCE = "default"

_PREFIX = "CSMS_"
# What Kubernetes puts into the environment for a service that is called csms or csms-...: not written by the operator.
_SERVICE_LINK = re.compile(r"CSMS_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)")
_SERVICE_URL = re.compile(r"(tcp|udp|sctp)://")
_LONGEST_SHOWN = 100
_WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 -- recognised, not listened on


class ConfigError(Exception):
    """Settings that cannot be used. The message names each setting, its source and value, and what is expected."""


class Setting(Struct, frozen=True):
    """What help, `csms config` and the reference say about a setting.

    Args:
        name: the key of the TOML file and the field of `Settings`.
        flag: the flag of `csms serve`.
        variable: the environment variable.
        type: what is expected, in words.
        default: the default in words.
        doc: one or two sentences.
        section: the title of the section that it belongs to.
        metavar: what stands for a value in the help.
        is_secret: the value is never shown.
        choices: all values that there are; empty where they cannot be counted.
    """

    name: str
    flag: str
    variable: str
    type: str
    default: str
    doc: str
    section: str
    metavar: str
    is_secret: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_switch(self) -> bool:
        """The setting is either true or false."""
        return self.choices == ("true", "false")


class EffectiveValue(Struct, frozen=True):
    """The value of a setting as JSON and TOML have it, and where it came from: "default", "flag --ocpp-port", ..."""

    value: object
    source: str


_Given = tuple[str, tuple[str, object]]
"""Name, source and value."""


class _Declared(Struct, frozen=True):
    """A setting's declaration, taken from the field."""

    setting: Setting
    about: About
    kind: Kind
    default: object


def load_settings(
    flags: Mapping[str, str | None], environment: Mapping[str, str], config_file: Path | None
) -> Settings:
    """Return the settings: defaults, over them the TOML file, over it the environment, over that the flags.

    Args:
        flags: values of the command line by name of the setting; None is not given.
        environment: all variables; those that do not begin with `CSMS_` are left aside.
        config_file: the TOML file. If it is None, the one that `CSMS_CONFIG` names; else `csms.toml` if it exists.

    Raises:
        ConfigError: a file, key, variable or value that is wrong; all that is wrong at once.
    """
    problems: list[str] = []
    given = dict(_of_file(environment, config_file, problems))
    given.update(_of_environment(environment, problems))
    given.update(_of_flags(flags, problems))
    values = {name: _read(_DECLARED[name], source, value, problems) for name, (source, value) in given.items()}
    if problems:
        raise ConfigError("\n".join(problems))
    sources = {name: source for name, (source, _) in given.items()}
    settings = msgspec.structs.replace(Settings(), **values, sources=sources)
    if problems := list(_contradictions(settings)):
        raise ConfigError("\n".join(problems))
    return settings


def describe() -> list[Setting]:
    """Return what there is to say about each setting, in the order of their declaration."""
    return [declared.setting for declared in _DECLARED.values()]


def effective(settings: Settings) -> dict[str, EffectiveValue]:
    """Return the value and the source of each setting by name, secrets and passwords masked.

    The database is the one that is used, also where it follows from the data folder.
    """
    values: dict[str, EffectiveValue] = {}
    for name, declared in _DECLARED.items():
        value = database_url(settings) if name == "database" else _value(settings, name)
        values[name] = EffectiveValue(masked(value, is_secret=declared.about.is_secret), _source(settings, name))
    return values


def database_url(settings: Settings) -> str:
    """Return the SQLAlchemy URL of the database, with its driver. It may hold a password: see `mask_url`."""
    if not settings.database:
        return f"sqlite:///{(settings.data_dir / 'csms.db').as_posix()}"
    scheme, _, rest = settings.database.partition("://")
    return f"{'sqlite' if scheme.startswith('sqlite') else 'postgresql+psycopg'}://{rest}"


def frames_url(settings: Settings) -> str:
    """Return the SQLAlchemy URL of the frames: of PostgreSQL the same database, of SQLite a file beside it."""
    url = database_url(settings)
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        return url
    file, question_mark, query = url.removeprefix(prefix).partition("?")
    path = Path(file)
    beside = path.with_name(f"{path.stem}-frames{path.suffix}")
    return f"{prefix}{beside.as_posix()}{question_mark}{query}"


def _of_file(environment: Mapping[str, str], config_file: Path | None, problems: list[str]) -> Iterator[_Given]:
    """Return name, source and value of each setting of the TOML file."""
    named = config_file or environment.get(CONFIG_VARIABLE)
    path = Path(named or DEFAULT_CONFIG_FILE)
    if not named and not path.exists():
        return
    for key, value in _read_toml(path).items():
        if key in _DECLARED:
            yield key, (f"file {path}", value)
        else:
            problems.append(_unknown_key(path, key, value))


def _of_environment(environment: Mapping[str, str], problems: list[str]) -> Iterator[_Given]:
    """Return name, source and value of each setting of the environment."""
    names = {declared.setting.variable: name for name, declared in _DECLARED.items()}
    for variable, text in environment.items():
        if not variable.startswith(_PREFIX) or _is_of_others(variable, text):
            continue
        if variable in names:
            yield names[variable], (f"environment variable {variable}", text)
        else:
            problems.append(
                f"environment variable {variable}: there is no such setting; the nearest is"
                f" {_nearest(variable, [*names, CONFIG_VARIABLE])}. Correct the name or unset the variable."
            )


def _of_flags(flags: Mapping[str, str | None], problems: list[str]) -> Iterator[_Given]:
    """Return name, source and value of each setting of the command line."""
    for name, text in flags.items():
        if name not in _DECLARED:
            problems.append(f"there is no setting {name!r}; the nearest is {_nearest(name, _DECLARED)!r}.")
        elif text is not None:
            yield name, (f"flag {_DECLARED[name].setting.flag}", text)


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"the settings file {path} does not exist. Make it, or name another one.") from None
    except OSError as error:
        raise ConfigError(f"the settings file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"the settings file {path} is not UTF-8 at byte {error.start}. Save it as UTF-8.") from None
    except ValueError as error:  # also a number of too many digits
        raise ConfigError(f"the settings file {path} is not TOML: {error}. A text needs quotes.") from None


def _read(declared: _Declared, source: str, given: object, problems: list[str]) -> object:
    try:
        return declared.kind.read(given)
    except ValueError:
        problems.append(_wrong(declared, source, given, declared.kind.words))
        return declared.default


def _wrong(declared: _Declared, source: str, given: object, expected: str) -> str:
    setting = declared.setting
    shown = MASK if setting.is_secret else _shown(given)
    return (
        f"{setting.name}: {shown} from {source} will not do; expected {expected}."
        f" Correct it, or leave it out for the default ({setting.default})."
    )


def _shown(given: object) -> str:
    if isinstance(given, str):
        text = repr(mask_url(given))
    else:
        try:
            text = repr(given)
        except ValueError:  # Python refuses to write numbers of thousands of digits
            return "a number of thousands of digits"
        if mask_url(text) != text:
            return MASK
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _unknown_key(path: Path, key: str, value: object) -> str:
    if not isinstance(value, dict):
        return (
            f"file {path}: there is no setting {key!r}; the nearest is {_nearest(key, _DECLARED)!r}."
            " Correct the key or delete the line."
        )
    inner = next(iter(cast("dict[str, object]", value)), "")
    return (
        f"file {path}: there is no table [{key}], settings stand at the top of the file; the nearest is"
        f" {_nearest(f'{key}_{inner}', _DECLARED)!r}."
    )


def _nearest(name: str, known: Iterable[str]) -> str:
    lower = {each.lower(): each for each in known}
    (nearest,) = difflib.get_close_matches(name.lower().replace("-", "_"), lower, n=1, cutoff=0)
    return lower[nearest]


def _is_of_others(variable: str, text: str) -> bool:
    return (
        variable in OTHER_VARIABLES
        or variable.startswith(OTHER_PREFIXES)
        or _SERVICE_LINK.fullmatch(variable) is not None
        or (variable.endswith("_PORT") and _SERVICE_URL.match(text) is not None)
    )


_TOGETHER = {
    "tls_cert": ("tls_key",),
    "tls_key": ("tls_cert",),
    "tls_second_cert": ("tls_second_key", "tls_cert"),
    "tls_second_key": ("tls_second_cert",),
    "client_ca": ("tls_cert",),
}
"""Files, and those without which they mean nothing."""


def _contradictions(settings: Settings) -> Iterator[str]:
    """Tell of values that are right each, but not together."""

    def told(name: str) -> str:
        return f"{name} ({_source(settings, name)})"

    for one, others in _TOGETHER.items():
        missing = [other for other in others if _value(settings, other) is None]
        if _value(settings, one) is not None and missing:
            yield f"{told(one)} needs {missing[0]} as well. Give the file by {_DECLARED[missing[0]].setting.flag}."
    if settings.proxy_certificates and not settings.proxy_addresses:
        flag = _DECLARED["proxy_addresses"].setting.flag
        yield f"{told('proxy_certificates')} needs proxy_addresses as well. Give the addresses by {flag}."
    if settings.offline_after_s <= settings.heartbeat_interval_s:
        yield (
            f"{told('offline_after_s')} is {plain(settings.offline_after_s)}; expected more than"
            f" {told('heartbeat_interval_s')}, which is {settings.heartbeat_interval_s}: idle stations would be"
            " cut off between two heartbeats. Give offline_after_s more."
        )
    hosts = {settings.ocpp_host, settings.http_host}
    if settings.ocpp_port == settings.http_port != 0 and (len(hosts) == 1 or hosts & _WILDCARDS):
        yield (
            f"{told('ocpp_port')} and {told('http_port')} are both {settings.ocpp_port} on one address. Give one of"
            " them another port."
        )
    if not settings.database and re.search("[?%]", str(settings.data_dir)):
        yield (
            f"{told('data_dir')} is {str(settings.data_dir)!r}; expected a path without ? and %, which mean something"
            " else in the URL of a database file. Name another folder, or give database as well."
        )


def _source(settings: Settings, name: str) -> str:
    if name in settings.sources:
        return settings.sources[name]
    return DEFAULT_SOURCE if _value(settings, name) == _DECLARED[name].default else "program"


def _value(settings: Settings, name: str) -> object:
    return cast("object", getattr(settings, name))


def _declarations() -> dict[str, _Declared]:
    defaults = {field.name: cast("object", field.default) for field in msgspec.structs.fields(Settings)}
    declared: dict[str, _Declared] = {}
    section = ""
    for name, (hint, about) in declared_fields().items():
        section = about.section or section
        kind = kind_of(hint, about)
        setting = Setting(
            name=name,
            flag=f"--{name.replace('_', '-')}",
            variable=f"{_PREFIX}{name.upper()}",
            type=kind.words,
            default=about.default_words or _in_words(defaults[name]),
            doc=about.doc,
            section=section,
            metavar=about.metavar or kind.metavar,
            is_secret=about.is_secret,
            choices=kind.choices,
        )
        declared[name] = _Declared(setting, about, kind, defaults[name])
    return declared


def _in_words(default: object) -> str:
    match plain(default):
        case None | "" | []:
            return "none"
        case bool(flag):
            return "true" if flag else "false"
        case value:
            return str(value)


_DECLARED = _declarations()
