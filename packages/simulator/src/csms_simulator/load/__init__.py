"""Load: ten thousand charging stations in one process, and what the central system made of them.

report = await run_load(LoadSettings(url="ws://127.0.0.1:9000", stations=1000, duration_s=60))
"""

from csms_simulator.load.connecting import NoCentralSystemError
from csms_simulator.load.generator import run_load
from csms_simulator.load.limits import OpenFilesError
from csms_simulator.load.report import LoadReport, Progress
from csms_simulator.load.settings import Kind, LoadSettings, Pace, SettingsError

__all__ = [
    "Kind",
    "LoadReport",
    "LoadSettings",
    "NoCentralSystemError",
    "OpenFilesError",
    "Pace",
    "Progress",
    "SettingsError",
    "run_load",
]
