"""Words of enums as charge points spell them, matched to the words of the specification."""

from functools import cache

CATCH_ALL_WORDS = ("Other", "OtherError")
"""Words of the specification for what it has no word for."""

_LONGEST = 100
"""Characters beyond which a word is not looked at."""

# Folded word -> the words of the specification that may be meant; the first that the enum has is taken. Of Celsius,
# 1.6 knows both spellings in some editions of its schemas and one in others (OCPP-J 1.6 errata sheet).
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "celcius": ("Celsius",),
    "celsius": ("Celcius",),
    "c": ("Celcius", "Celsius"),
    "°c": ("Celcius", "Celsius"),
    "degc": ("Celcius", "Celsius"),
    "f": ("Fahrenheit",),
    "°f": ("Fahrenheit",),
    "farenheit": ("Fahrenheit",),
    "kelvin": ("K",),
    "hz": ("Hertz",),
    "hertz": ("Hz",),
    "%": ("Percent",),
    "pct": ("Percent",),
    "percentage": ("Percent",),
    "amp": ("A",),
    "amps": ("A",),
    "ampere": ("A",),
    "volt": ("V",),
    "volts": ("V",),
    "watt": ("W",),
    "watts": ("W",),
    "whr": ("Wh",),
    "kwhr": ("kWh",),
    "stateofcharge": ("SoC",),
    "notsupported": ("NotImplemented", "Rejected"),
    "notimplemented": ("NotSupported", "Rejected"),
}


def match_word(word: str, words: frozenset[str]) -> str | None:
    """Return the one of `words` that `word` stands for, or None.

    Case, blanks and separators make no difference, nor does British spelling; then known synonyms are tried, and
    last the enum's own word for all else (`CATCH_ALL_WORDS`), unless the word is blank.
    """
    if word in words:
        return word
    folded = _fold(word[:_LONGEST])
    if not folded:
        return None
    by_folded = _by_folded_word(words)
    if folded in by_folded:
        return by_folded[folded]
    for candidate in (*_SYNONYMS.get(folded, ()), *CATCH_ALL_WORDS):
        if candidate in words:
            return candidate
    return None


@cache
def _by_folded_word(words: frozenset[str]) -> dict[str, str]:
    """Return the words by their folded form, without those that fold to the same."""
    by_folded: dict[str, str] = {}
    ambiguous: set[str] = set()
    for word in words:
        folded = _fold(word)
        if folded in by_folded:
            ambiguous.add(folded)
        by_folded[folded] = word
    return {folded: word for folded, word in by_folded.items() if folded not in ambiguous}


def _fold(word: str) -> str:
    """Return what of a word counts when words are compared."""
    kept = "".join(character for character in word.casefold() if character.isalnum() or character in "%°")
    return kept.replace("cancell", "cancel").replace("authoris", "authoriz")
