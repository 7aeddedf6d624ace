"""A thousand connectors of simulated stations in a process of their own."""

import contextlib
import signal
import subprocess
from collections.abc import Generator

from bench.central.server import CentralSystem
from bench.environments import ROOT
from bench.transport.server import cores, pinned_to
from bench.transport.toolbox import Toolbox

STATIONS = 500
CONNECTORS_EACH = 2
END_S = 30.0

# One message of values each 9 s from each station that charges, and four in five do; with what is told of the
# transactions that begin and end meanwhile, these are some 50 changes a second.
_OPTIONS = {
    "--stations": STATIONS,
    "--connectors": CONNECTORS_EACH,
    "--charging": 1,
    "--meter-interval": 9,
    "--charging-time": 120,
    "--pause": 30,
    "--ramp": 50,
}


@contextlib.contextmanager
def many_connectors(server: CentralSystem, tools: Toolbox) -> Generator[None]:
    """Let stations connect, charge and end, until the end of the context."""
    options = [text for name, value in _OPTIONS.items() for text in (name, str(value))]
    on_server_core, _ = cores()
    with pinned_to(on_server_core):
        process = subprocess.Popen(
            [str(tools.ours), "-m", "csms_simulator", "load", "--url", server.url, *options],
            env=tools.environ_of_ours,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
