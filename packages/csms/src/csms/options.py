"""The flags of the commands that need the settings: one for each, and `--config`."""

import inspect
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from csms.config import CONFIG_VARIABLE, DEFAULT_CONFIG_FILE, ConfigError, Setting, describe, load_settings

_CONFIG = "config"
_SETTINGS = "settings"


def serve_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a Typer command one flag for each setting, and `--config FILE`, in place of its parameter `settings`.

    The command is called with the settings: those of the flags, over the environment, over the file, over the
    defaults. Settings that cannot be used end the program with status 2 and what is wrong on the standard error.
    Other parameters of the command stay as they are.
    """

    def with_settings(**given: object) -> None:
        flags = {setting.name: _as_text(given.pop(setting.name)) for setting in describe()}
        config_file = cast("Path | None", given.pop(_CONFIG))
        try:
            settings = load_settings(flags, os.environ, config_file)
        except ConfigError as error:
            typer.echo(f"Error: {error}", err=True)
            raise typer.Exit(2) from None
        command(**given, settings=settings)

    own = inspect.signature(command, eval_str=True).parameters
    parameters = [parameter for name, parameter in own.items() if name != _SETTINGS]
    parameters.append(_keyword(_CONFIG, _config_option()))
    parameters.extend(_keyword(setting.name, _option(setting)) for setting in describe())
    return _named_as(command, with_settings, parameters)


def _option(setting: Setting) -> object:
    negative = setting.flag.replace("--", "--no-", 1)
    option = typer.Option(
        f"{setting.flag}/{negative}" if setting.is_switch else setting.flag,
        help=setting.doc,
        metavar=None if setting.is_switch else setting.metavar,
        show_default=setting.default,
        rich_help_panel=setting.section,
    )
    return Annotated[bool | None, option] if setting.is_switch else Annotated[str | None, option]


def _config_option() -> object:
    option = typer.Option(
        "--config",
        help=f"TOML file of settings. Variables, CSMS_ and the name in capitals, win over it, and flags over both."
        f" {CONFIG_VARIABLE} can name it as well.",
        metavar="FILE",
        show_default=f"{DEFAULT_CONFIG_FILE} if it exists",
    )
    return Annotated[Path | None, option]


def _as_text(given: object) -> str | None:
    if isinstance(given, bool):
        return "true" if given else "false"
    return cast("str | None", given)


def _keyword(name: str, annotation: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _named_as(
    command: Callable[..., None], wrapper: Callable[..., None], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """Make a wrapper look like its command, with parameters of its own: Typer reads them from the signature."""
    annotations: Mapping[str, object] = {each.name: cast("object", each.annotation) for each in parameters}
    attributes: dict[str, Any] = {
        "__name__": command.__name__,
        "__qualname__": command.__qualname__,
        "__module__": command.__module__,
        "__doc__": command.__doc__,
        "__annotations__": dict(annotations),
        "__signature__": inspect.Signature(parameters),
    }
    for name, value in attributes.items():
        setattr(wrapper, name, value)
    return wrapper
