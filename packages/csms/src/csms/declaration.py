"""What is declared about a setting, and how a value that somebody has written for it is read."""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import NoneType
from typing import Literal, Protocol, cast, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

MASK = "***"
"""What is shown in place of a secret."""

Network = IPv4Network | IPv6Network

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}
_PASSWORD_OF_USER = re.compile(r"(?<=://)([^:/]*):.*@", re.DOTALL)
_PASSWORD_OF_QUERY = re.compile(r"([?&][^=&]*password=)[^&]*", re.IGNORECASE)
_POSTGRESQL = re.compile(r"([^:/]*(:[^@]*)?@)?(\[[^/?]+\]|[^/:?@]*)(:\d{1,5})?(/[^?]*)?(\?.*)?", re.DOTALL)


class Kind(Protocol):
    """What values of one type look like."""

    @property
    def words(self) -> str:
        """What is expected, to follow "expected": "a whole number from 0 to 65535"."""
        ...

    @property
    def metavar(self) -> str:
        """What stands for a value in the help of a flag."""
        ...

    @property
    def choices(self) -> tuple[str, ...]:
        """All values that there are; empty where they cannot be counted."""
        ...

    def read(self, given: object) -> object:
        """Return the value that is meant by a text, or by a value of TOML. Raises: ValueError."""
        ...


class About(Struct, frozen=True, kw_only=True):
    """What is declared about a setting beside its name, type and default: the metadata of its annotation.

    Args:
        doc: one or two sentences for the help and the reference.
        section: the title of the section that begins with this setting.
        metavar: what stands for a value in the help; that of the type if it is empty.
        is_secret: the value is never shown.
        least: the least number that is allowed.
        most: the greatest number that is allowed.
        expected: what a text has to be, in words, where `check` asks for more than any text.
        check: raises ValueError for a text that will not do.
        default_words: what an empty default stands for.
    """

    doc: str
    section: str = ""
    metavar: str = ""
    is_secret: bool = False
    least: float = 0
    most: float = 2**31 - 1
    expected: str = "a text"
    check: Callable[[str], None] | None = None
    default_words: str = ""


class YesOrNo(Struct, frozen=True):
    """A bool."""

    words = "true or false (also yes, no, on, off, 1, 0)"
    metavar = "BOOL"
    choices = ("true", "false")

    def read(self, given: object) -> bool:
        """Return the bool of a word."""
        if isinstance(given, bool):
            return given
        word = text_of(given).strip().lower()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise ValueError(word)


class WholeNumber(Struct, frozen=True):
    """An int between two limits, both allowed."""

    least: float
    most: float
    metavar = "N"
    choices = ()

    @property
    def words(self) -> str:
        """The limits."""
        return f"a whole number from {self.least:.0f} to {self.most:.0f}"

    def read(self, given: object) -> int:
        """Return the number of a text of ASCII digits."""
        if isinstance(given, int) and not isinstance(given, bool):
            number = given
        elif found := re.fullmatch(r"[+-]?[0-9]{1,20}", text_of(given).strip()):
            number = int(found[0])
        else:
            raise ValueError(given)
        return cast("int", within(number, self.least, self.most))


class Number(Struct, frozen=True):
    """A float between two limits, both allowed: neither infinite nor NaN."""

    least: float
    most: float
    metavar = "NUMBER"
    choices = ()

    @property
    def words(self) -> str:
        """The limits."""
        return f"a number from {plain(self.least)} to {plain(self.most)}"

    def read(self, given: object) -> float:
        """Return the number of a decimal text."""
        if isinstance(given, int | float) and not isinstance(given, bool):
            return float(within(given, self.least, self.most))
        text = text_of(given).strip()
        if not re.fullmatch(r"[+-]?[0-9]{0,20}(\.[0-9]*)?", text):
            raise ValueError(text)
        return within(float(text), self.least, self.most)


class Word(Struct, frozen=True):
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words."""
        *others, last = (choice or '"" (empty)' for choice in self.choices)
        return f"{', '.join(others)} or {last}"

    @property
    def metavar(self) -> str:
        """The words."""
        return "|".join(filter(None, self.choices))

    def read(self, given: object) -> str:
        """Return the word, in lower case."""
        word = text_of(given).strip().lower()
        if word not in self.choices:
            raise ValueError(word)
        return word


class Text(Struct, frozen=True):
    """A text of one line."""

    words: str
    check: Callable[[str], None] | None
    metavar = "TEXT"
    choices = ()

    def read(self, given: object) -> str:
        """Return the text if it will do."""
        text = text_of(given)
        if self.check is not None:
            self.check(text)
        return text


class File(Struct, frozen=True):
    """The path of a file or folder, from the working folder; `~` is the home folder."""

    may_be_empty: bool
    metavar = "PATH"
    choices = ()

    @property
    def words(self) -> str:
        """The kind of path."""
        return 'the path of a file, or "" for none' if self.may_be_empty else "the path of a folder, not empty"

    def read(self, given: object) -> Path | None:
        """Return the path; None for an empty text if that is allowed."""
        text = text_of(given)
        if not text:
            if self.may_be_empty:
                return None
            raise ValueError(text)
        try:
            return Path(text).expanduser()
        except RuntimeError:  # there is no such user
            raise ValueError(text) from None


class Networks(Struct, frozen=True):
    """Addresses and networks: an array in TOML, elsewhere a text with commas between them."""

    words = "IP addresses or networks such as 10.0.0.0/8, with commas between them"
    metavar = "NETWORK,..."
    choices = ()

    def read(self, given: object) -> tuple[Network, ...]:
        """Return the networks; an address is a network of one."""
        parts = cast("list[object]", given) if isinstance(given, list) else text_of(given).split(",")
        texts = [text_of(part).strip() for part in parts]
        # strict: 10.0.0.1/8 is more often a slip than a wish to trust 16 million addresses.
        return tuple(ip_network(text, strict=True) for text in texts if text)


def kind_of(hint: object, about: About) -> Kind:
    """Return what values of a type look like. Raises: TypeError for a type that no setting can have."""
    if hint is bool:
        return YesOrNo()
    if hint is int:
        return WholeNumber(about.least, about.most)
    if hint is float:
        return Number(about.least, about.most)
    if hint is str:
        return Text(about.expected, about.check)
    if hint is Path:
        return File(may_be_empty=False)
    if set(get_args(hint)) == {Path, NoneType}:
        return File(may_be_empty=True)
    if get_origin(hint) is Literal:
        return Word(get_args(hint))
    if hint == tuple[Network, ...]:
        return Networks()
    raise TypeError(f"no setting can have the type {hint}")


def text_of(given: object) -> str:
    """Return a text of one line that can be encoded. Raises: ValueError."""
    if not isinstance(given, str) or any(ord(character) < 32 or ord(character) == 127 for character in given):
        raise ValueError(given)
    given.encode()  # a variable with bytes that are not UTF-8 comes with surrogates
    return given


def within(number: float, least: float, most: float) -> float:
    """Return the number. Raises: ValueError if it is outside the limits or NaN."""
    if not least <= number <= most:
        raise ValueError(number)
    return number


def plain(value: object) -> object:
    """Return a setting's value as JSON and TOML have it: paths and networks as text, whole floats as int."""
    if isinstance(value, tuple):
        return [plain(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def mask_url(text: str) -> str:
    """Return a URL with the passwords in it masked; a text that is no URL but may hold one is masked whole."""
    if "://" not in text and ("@" in text or "password" in text.lower()):
        return MASK
    return _PASSWORD_OF_QUERY.sub(rf"\1{MASK}", _PASSWORD_OF_USER.sub(rf"\1:{MASK}@", text))


def masked(value: object, *, is_secret: bool) -> object:
    """Return a setting's value as JSON and TOML have it, without what is secret in it."""
    if not isinstance(value, str):
        return plain(value)
    return MASK if value and is_secret else mask_url(value)


def check_database(text: str) -> None:
    """Raise ValueError unless a text is empty or the URL of a database that the server can use."""
    scheme, separator, rest = text.partition("://")
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        is_right = bool(separator) and _POSTGRESQL.fullmatch(rest) is not None
    elif scheme in {"sqlite", "sqlite+pysqlite"}:
        path = rest.removeprefix("/").partition("?")[0]
        # What is in memory alone would not outlive the server.
        is_right = rest.startswith("/") and bool(path) and not path.startswith((":memory:", "file:"))
    else:
        is_right = not text
    if not is_right:
        raise ValueError(scheme)


def check_host(text: str) -> None:
    """Raise ValueError for what is no name or address that one can listen on."""
    if not re.fullmatch(r"[^\s/\[\]@]+", text) or "://" in text:
        raise ValueError(text)


def check_station_url(text: str) -> None:
    """Raise ValueError unless a text is empty or the beginning of a URL for stations."""
    if text and not re.fullmatch(r"wss?://[^\s/@?#]+(/[^\s?#]*)?", text):
        raise ValueError(text)


def check_time_zone(text: str) -> None:
    """Raise ValueError for a name that is not in the time zone database."""
    if text != "UTC":
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, OSError):  # a folder of the database, such as "Europe", is an OSError
            raise ValueError(text) from None
