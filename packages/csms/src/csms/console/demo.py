"""`csms demo`."""

from typing import Annotated

import typer

MOST_STATIONS = 300

SIMULATOR = "csms_simulator"
MISSING = 'Error: The demo needs simulated stations, which are not installed: pip install "csms[demo]"'


def demo(
    stations: Annotated[
        int, typer.Option("--stations", help="How many stations there are.", min=1, max=MOST_STATIONS, metavar="COUNT")
    ] = 24,
    speed: Annotated[
        float,
        typer.Option(
            "--speed", help="How many times as fast as real ones they live.", min=0.1, max=300, metavar="FACTOR"
        ),
    ] = 30,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", help="For all that happens by chance: the same one gives the same stations.", metavar="NUMBER"
        ),
    ] = 1,
    http_port: Annotated[
        int,
        typer.Option(
            "--http-port", help="The port of the dashboard; 0 is one that is free.", min=0, max=65535, metavar="PORT"
        ),
    ] = 8080,
    ocpp_port: Annotated[
        int,
        typer.Option(
            "--ocpp-port", help="The port of stations; 0 is one that is free.", min=0, max=65535, metavar="PORT"
        ),
    ] = 9000,
) -> None:
    """Show the dashboard with life in it: a server on this machine alone, with simulated stations on three sites.

    Its data are in a temporary folder. Ctrl-C ends all of it, and leaves nothing.
    """
    try:
        from csms.console.showing import show  # noqa: PLC0415 - the simulator may be missing
        from csms.demo.running import Options  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != SIMULATOR:
            raise
        typer.echo(MISSING, err=True)
        raise typer.Exit(1) from None
    show(Options(stations=stations, speed=speed, seed=seed, http_port=http_port, ocpp_port=ocpp_port))
