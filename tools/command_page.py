"""Write the reference page of the command `csms` from what the program says: `python -m tools.command_page`."""

import re
from collections.abc import Iterator
from typing import Protocol, cast

import typer.main

from csms.cli import app
from csms.config import describe
from tools.environments import ROOT

PAGE = ROOT / "docs" / "reference" / "csms.md"

_INTRODUCTION = """\
<!-- Written by `python -m tools.command_page` from packages/csms/src/csms/console/: change it there. -->

# The command `csms`

`csms serve` is the server. `csms config`, `migrate`, `user` and `doctor` take the flags of its
[settings](settings.md) as well. All others ask a running server over its HTTP API:

- `--server URL`, or the variable `CSMS_SERVER`, names it. Without, it is the one of the settings:
  `http://127.0.0.1:8080`.
- `--token KEY`, or the variable `CSMS_TOKEN`, is the API key. Without, it is the one in the file `api-token` of the
  data folder, which `--data-dir` names; it is sent to a server on the same machine only.
- `--json` prints JSON as the API gives it: one document, or one in each line if the command goes on. Energies are Wh
  and times UTC there; tables show kWh, and the time of this machine with its offset.
- Lists show 50 items; `--limit COUNT` shows so many, `--all` all.
- Times are given as `2026-05-04T12:00:00Z` or `2026-05-04`; `--since` and `--until` also take how long ago: `15m`,
  `2h`, `7d`.

The status is 0 if it is done, 1 if the server or the station says no or cannot be reached, and 2 if what was typed
cannot be understood. What is wrong, and what to do, is told on the standard error.
"""

_COMMON = {"--server", "--token", "--data-dir", "--json", "--help"}
_COMMON_OF_LISTS = {"--limit", "--all"}
"""Flags that the introduction explains."""


class _Parameter(Protocol):
    """What Typer's parameters have, of which we show something."""

    param_type_name: str
    opts: list[str]
    secondary_opts: list[str]
    required: bool
    help: str | None
    metavar: str | None
    is_flag: bool
    hidden: bool
    show_default: bool | str
    default: object


class _Command(Protocol):
    name: str | None
    help: str | None
    params: list[_Parameter]


def page() -> str:
    """Return the text of the page."""
    root = cast("_Command", typer.main.get_command(app))
    return "\n".join([_INTRODUCTION, *_sections("csms", root)])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


def _sections(name: str, command: _Command) -> Iterator[str]:
    inner = cast("dict[str, _Command] | None", getattr(command, "commands", None))
    is_root = name == "csms"
    if inner is None:
        yield _section(name, command)
        return
    if not is_root:
        yield f"## `{name}`\n\n{_words(command.help)}\n"
    for inner_name, inner_command in inner.items():
        yield from _sections(f"{name} {inner_name}", inner_command)


def _section(name: str, command: _Command) -> str:
    settings = {setting.flag for setting in describe()} | {"--config"}
    takes_settings = any("--config" in each.opts for each in command.params)
    is_list = any("--all" in each.opts for each in command.params)
    hidden = set(_COMMON)
    if takes_settings:
        hidden |= settings
    if is_list:
        hidden |= _COMMON_OF_LISTS
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [
        each
        for each in command.params
        if each.param_type_name == "option" and not each.hidden and not hidden & set(each.opts)
    ]
    usage = " ".join([name, *(_usage(each) for each in arguments), *(["[OPTION]..."] if options else [])])
    level = "#" * len(name.split())
    parts = [f"{level} `{name}`\n", f"```text\n{usage}\n```\n", f"{_words(command.help)}\n"]
    parts += [_argument(each) for each in arguments if each.help]
    parts += [_option(each) for each in options]
    if takes_settings:
        parts.append("It takes the flags of the [settings](settings.md).\n")
    return "\n".join(parts)


def _usage(argument: _Parameter) -> str:
    name = argument.metavar or argument.opts[0].upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _argument(argument: _Parameter) -> str:
    name = re.sub(r"[\[\].]", "", argument.metavar or argument.opts[0].upper())
    return f"`{name}`\n: {_words(argument.help)}{_default(argument)}\n"


def _option(option: _Parameter) -> str:
    names = [*option.opts, *option.secondary_opts]
    value = "" if option.is_flag else f" {option.metavar}"
    shown = ", ".join(f"`{name}{value}`" for name in names)
    return f"{shown}\n: {_words(option.help)}{_default(option)}\n"


def _default(parameter: _Parameter) -> str:
    if isinstance(parameter.show_default, str):
        return f" By default: {parameter.show_default}."
    default = getattr(parameter.default, "value", parameter.default)
    if parameter.required or not parameter.show_default or default in {None, False} or callable(default):
        return ""
    return f" By default: `{default:g}`." if isinstance(default, float) else f" By default: `{default}`."


def _words(text: str | None) -> str:
    """Return words with what is typed shown as it is; line breaks of the source are none here."""
    words = re.sub(r"(?<!\n)\n(?!\n)", " ", (text or "").strip())
    parts = words.split("`")
    parts[::2] = [re.sub(r"(?<!\w)(--[a-z-]+)", r"`\1`", part) for part in parts[::2]]
    return "`".join(parts)


if __name__ == "__main__":
    main()
