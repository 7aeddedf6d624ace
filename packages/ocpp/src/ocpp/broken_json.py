"""Frames that are almost JSON: the named repairs of their text, nothing guessed beyond them.

One pass over the tokens, without recursion. A repair never invents a value: a member without one is dropped, and so
is what a cut-off frame was in the middle of.
"""

import re

import msgspec
from msgspec import Struct

LONGEST_TEXT = 100_000
"""Characters beyond which a text is left as it is: at worst, so many take a quarter of a second."""

MAX_REPAIRS = 1000
"""A text with more defects is no frame with flaws but garbage; it is left as it is."""


class TextRepair(Struct, frozen=True):
    """A repair: at which character (from 0), what stood there and what was put in its place; no values are shown."""

    position: int
    before: str
    after: str


class _Container(Struct):
    """An object or list that is still open."""

    opening: str
    complete: int = 0
    """How many pieces of the output there were after its last complete member."""
    members: int = 0
    wants: str = "member"
    """What may come next: "member", "colon", "value" (both in objects only), or "comma"."""
    has_comma: bool = False
    """A comma was read that is not written yet."""
    key: str = ""
    key_position: int = 0


_TOKEN = re.compile(
    r"""(?P<blank> [ \t\r\n]+ ) | (?P<string> "(?:[^"\\]|\\.)*+" ) | (?P<sign> [][{},:] )
        | (?P<word> [^][{},:"\ \t\r\n]+ )""",
    re.VERBOSE | re.DOTALL,
)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f]")
_CLOSING = {"[": "]", "{": "}"}
_LITERALS = ("true", "false", "null")
_NUMBER_CHARACTERS = re.compile(r"[-+.0-9eE]+")


def repair_json(text: str) -> tuple[str, tuple[TextRepair, ...]] | None:
    """Return the JSON that `text` was meant to be and what was done for it; None if the repairs do not lead to JSON.

    Repaired are members without a value (dropped), missing commas, trailing commas, raw control characters in
    strings, and a missing tail. Text that is JSON already comes back as it is.
    """
    if len(text) > LONGEST_TEXT:
        return None
    if _is_json(text):
        return text, ()
    repaired = _Repairer(text).run()
    return repaired if repaired is not None and _is_json(repaired[0]) else None


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


class _GarbageError(Exception):
    """The text is broken in a way that no repair is named for."""


class _Repairer:
    """Copies the tokens of one text, mending on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.open: list[_Container] = []
        self.repairs: list[TextRepair] = []
        self.is_complete = False
        self.last_kind = ""

    def run(self) -> tuple[str, tuple[TextRepair, ...]] | None:
        position = 0
        try:
            while position < len(self.text):
                token = _TOKEN.match(self.text, position)
                if token is None:  # only a string that never ends is no token
                    break
                self.last_kind = token.lastgroup or ""
                self._take(token[0], self.last_kind, position)
                position = token.end()
            if not self.is_complete:
                self._close_all(position)
        except _GarbageError:
            return None
        return "".join(self.pieces), tuple(self.repairs)

    def _take(self, piece: str, kind: str, position: int) -> None:
        if kind == "blank":
            return
        if not self.open and (self.is_complete or piece != "["):
            raise _GarbageError  # a frame is one list
        if kind == "sign":
            if piece in "[{":
                self._begin_value(position)
                self.pieces.append(piece)
                self.open.append(_Container(piece, complete=len(self.pieces)))
            elif piece in "]}":
                self._close(piece, position)
            elif piece == ",":
                self._take_comma()
            else:
                self._take_colon()
        elif self.open[-1].opening == "{" and self.open[-1].wants in ("member", "comma"):
            if kind != "string":
                raise _GarbageError
            self._begin_member(position)
            container = self.open[-1]
            container.wants, container.key, container.key_position = "colon", piece, position
            self.pieces.append(self._escaped(piece, position))
        else:
            self._begin_value(position)
            self.pieces.append(self._escaped(piece, position) if kind == "string" else piece)
            self._end_value()

    def _begin_member(self, position: int) -> None:
        container = self.open[-1]
        if container.members:
            if not container.has_comma:
                self._note(position, "", ",")
            self.pieces.append(",")
        container.has_comma = False

    def _begin_value(self, position: int) -> None:
        if not self.open:
            return
        container = self.open[-1]
        if container.opening == "[":
            self._begin_member(position)
        elif container.wants != "value":
            raise _GarbageError
        container.wants = "value"

    def _end_value(self) -> None:
        if not self.open:
            self.is_complete = True
            return
        container = self.open[-1]
        container.members += 1
        container.complete = len(self.pieces)
        container.wants = "comma"

    def _take_colon(self) -> None:
        container = self.open[-1]
        if container.wants != "colon":
            raise _GarbageError
        container.wants = "value"
        self.pieces.append(":")

    def _take_comma(self) -> None:
        container = self.open[-1]
        if container.opening == "{" and container.wants == "value":
            self._drop_member_without_value()
            container.has_comma = container.members > 0
            return
        if container.wants != "comma" or container.has_comma:
            raise _GarbageError
        container.has_comma = True

    def _close(self, closing: str, position: int) -> None:
        container = self.open[-1]
        if _CLOSING[container.opening] != closing or container.wants == "colon":
            raise _GarbageError
        if container.opening == "{" and container.wants == "value":
            self._drop_member_without_value()
        elif container.has_comma:
            self._note(position, ",", "")
        self.open.pop()
        self.pieces.append(closing)
        self._end_value()

    def _drop_member_without_value(self) -> None:
        container = self.open[-1]
        self._note(container.key_position, f"{container.key}:", "")
        del self.pieces[container.complete :]
        container.has_comma = False
        container.wants = "comma" if container.members else "member"

    def _close_all(self, position: int) -> None:
        """End a text that was cut off: drop what it was in the middle of, close what is open.

        An element of a list inside the payload that misses members is dropped whole: half a sampled value or half a
        configuration key would say something else than the whole one.
        """
        if not self.open:
            raise _GarbageError
        if self._ends_inside_member(position):
            depth = len(self.open) - 1
            if self.open[depth].opening == "{":
                # self.open[0] is the frame; its elements stay, whatever they miss.
                elements = (n for n in range(depth, 1, -1) if self.open[n - 1].opening == "[")
                depth = next((n - 1 for n in elements), depth)
            del self.open[depth + 1 :]
            del self.pieces[self.open[depth].complete :]
        tail = "".join(_CLOSING[container.opening] for container in reversed(self.open))
        self._note(position, "", tail)
        self.pieces.append(tail)

    def _ends_inside_member(self, position: int) -> bool:
        container = self.open[-1]
        if position < len(self.text):
            return True  # an unfinished string
        if container.opening == "{" and (container.wants in ("colon", "value") or container.has_comma):
            return True
        if self.last_kind == "word" and (word := self.pieces[-1]) not in _LITERALS:
            if not _NUMBER_CHARACTERS.fullmatch(word) and not any(literal.startswith(word) for literal in _LITERALS):
                raise _GarbageError
            # More digits may have been cut off. The number is counted as complete already: forget it.
            container.complete = self._start_of_last_member(container)
            return True
        return False

    def _start_of_last_member(self, container: _Container) -> int:
        pieces_of_member = 1 if container.opening == "[" else 3
        comma = 1 if container.members > 1 else 0
        return len(self.pieces) - pieces_of_member - comma

    def _escaped(self, string: str, position: int) -> str:
        first = _CONTROL_CHARACTER.search(string)
        if first is None:
            return string
        self._note(position + first.start(), first[0], f"\\u{ord(first[0]):04x}")
        return _CONTROL_CHARACTER.sub(lambda match: f"\\u{ord(match[0]):04x}", string)

    def _note(self, position: int, before: str, after: str) -> None:
        if len(self.repairs) >= MAX_REPAIRS:
            raise _GarbageError
        self.repairs.append(TextRepair(position, before, after))
