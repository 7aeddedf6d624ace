"""What modems and dial-up software leave on the socket of a charge point; no frame is among it."""

import re

_MODEM_LINE = re.compile(
    r"""AT [^\[\]\x00-\x1f]*                              # a command; no frame can hide in it
        | OK | ERROR | RING | BUSY | NO\ CARRIER | NO\ DIAL\ ?TONE | NO\ ANSWER | CONNECT (?: \ [0-9]+ )?
        | [+^] [A-Z]{2,} (?: : [^\[\]\x00-\x1f]* )?       # an answer or report, such as +CREG: 1""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 500


def is_noise(text: str) -> bool:
    """Tell whether a message is empty or consists of modem commands and answers."""
    text = text.replace("\x00", " ").strip()
    if not text:
        return True
    if len(text) > _LONGEST:
        return False
    return all(_MODEM_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip())


def noise_head(text: str) -> str:
    """Return what of noise may be shown: modem commands carry passwords behind their "=" or ":"."""
    return re.split("[=:,]", text.strip(" \t\r\n\x00"), maxsplit=1)[0].split("\n")[0].strip()
