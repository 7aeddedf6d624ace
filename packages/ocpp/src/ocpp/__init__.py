"""OCPP 1.6, 2.0.1 and 2.1 for central systems and charge points."""

import os

__version__ = "0.1.0"

_FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - importing pathlib would cost more than the rest of this module

# The distribution `ocpp` installs a folder of the same name, and brings schema files, which we have none of.
# Files beside ours are what counts: an entry in the environment's metadata breaks nothing.
_FILES_OF_THE_OTHER = (("v16", "schemas", "Heartbeat.json"), ("v201", "schemas", "HeartbeatRequest.json"))

if any(os.path.exists(os.path.join(_FOLDER, *parts)) for parts in _FILES_OF_THE_OTHER):  # noqa: PTH110, PTH118
    raise ImportError(
        f"The distributions 'ocpp' and 'csms-ocpp' are both installed in {_FOLDER} and have overwritten each other's"
        " files: run 'pip uninstall --yes ocpp csms-ocpp' and then 'pip install csms-ocpp', and where a dependent"
        " demands 'ocpp', keep it out as the README of csms-ocpp shows (with uv: 'override-dependencies')."
    )
