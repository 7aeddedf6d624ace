"""`csms serve`."""

from csms.config import Settings


def serve(settings: Settings) -> None:
    """Run the central system until Ctrl-C or SIGTERM."""
    from csms.console.serving import run_server  # noqa: PLC0415 - other commands start sooner without the server

    run_server(settings)
