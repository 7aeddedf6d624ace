"""The flags of `csms serve`: one for each setting."""

from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from csms.config import Setting, Settings, describe
from csms.options import serve_options

# Wide enough for no flag to be broken.
TERMINAL = {"COLUMNS": "200", "TERMINAL_WIDTH": "200", "NO_COLOR": "1"}


@pytest.fixture
def started() -> list[tuple[Settings, bool]]:
    return []


@pytest.fixture
def app(started: list[tuple[Settings, bool]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()

    @app.command()
    @serve_options
    def serve(settings: Settings, quiet: Annotated[bool, typer.Option("--quiet", help="Say little.")] = False) -> None:
        """Serve stations."""
        started.append((settings, quiet))

    return app


@pytest.mark.parametrize("setting", describe(), ids=lambda setting: setting.name)
def test_the_help_shows_the_flag_of_every_setting(app: typer.Typer, setting: Setting) -> None:
    words = CliRunner().invoke(app, ["--help"], env=TERMINAL).output.split()
    assert setting.flag in words
    assert setting.is_switch == (setting.flag.replace("--", "--no-", 1) in words)


def test_the_help_shows_docs_defaults_and_the_flags_of_the_command_itself(app: typer.Typer) -> None:
    output = " ".join(CliRunner().invoke(app, ["--help"], env=TERMINAL).output.split())
    assert "Serve stations." in output
    assert "--quiet" in output
    assert "--config" in output
    assert "The port to listen on for stations; 0 is one that is free." in output
    assert "9000" in output
    assert "accept|hold|reject" in output


def test_flags_win_over_variables_and_the_file(app: typer.Typer, started: list[tuple[Settings, bool]]) -> None:
    Path("own.toml").write_text("ocpp_port = 1\nhttp_port = 2\nmax_links = 3\n")
    arguments = ["--config", "own.toml", "--ocpp-port", "11", "--no-frames", "--frames-mask-id-tokens", "--quiet"]
    result = CliRunner().invoke(app, arguments, env={"CSMS_OCPP_PORT": "21", "CSMS_HTTP_PORT": "22"})
    assert result.exit_code == 0, result.output
    ((settings, quiet),) = started
    assert (settings.ocpp_port, settings.http_port, settings.max_links) == (11, 22, 3)
    assert (settings.frames, settings.frames_mask_id_tokens, quiet) == (False, True, True)
    assert settings.sources["ocpp_port"] == "flag --ocpp-port"


def test_without_flags_all_settings_have_their_defaults(app: typer.Typer, started: list[tuple[Settings, bool]]) -> None:
    assert CliRunner().invoke(app, []).exit_code == 0
    assert started == [(Settings(), False)]


def test_settings_that_will_not_do_end_the_program_with_status_2(
    app: typer.Typer, started: list[tuple[Settings, bool]]
) -> None:
    result = CliRunner().invoke(app, ["--ocpp-port", "x"], env={"CSMS_OCP_PORT": "1"})
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: environment variable CSMS_OCP_PORT: there is no such setting")
    assert "ocpp_port: 'x' from flag --ocpp-port will not do" in result.stderr
    assert result.stdout == ""
    assert started == []
