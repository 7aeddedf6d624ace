"""The stories that come with the simulator: one for each test case, named by it."""

from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from csms_simulator.stories.reading import StoryError, read
from csms_simulator.stories.story import Story

FOLDERS = {"1.6": "v16", "2.0.1": "v201"}
"""Where the stories of a version are."""


@cache
def shipped(version: str) -> dict[str, Story]:
    """Return the stories of a version by their ids. Raises: ValueError if there are none of that version."""
    return {story.id: story for story in map(read, sorted(_folder(version).glob("*.yaml")))}


@cache
def left_out(version: str) -> dict[str, str]:
    """Return the mandatory cases of a version that have no story, each with the reason."""
    path = _folder(version) / "left_out.yml"
    return msgspec.yaml.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}


def find(name: str) -> Story:
    """Return the story in a file, or the shipped one with an id. Raises: StoryError."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.exists():
        return read(path)
    for version in FOLDERS:
        candidate = _folder(version) / f"{name}.yaml"
        if candidate.exists():
            return read(candidate)
    raise StoryError(f"{name} is neither a file nor the id of a story; `csms-simulator story list` shows the ids")


def _folder(version: str) -> Path:
    if version not in FOLDERS:
        raise ValueError(f"There are no stories of OCPP {version}; there are of {', '.join(FOLDERS)}")
    return Path(str(resources.files("csms_simulator.stories"))) / FOLDERS[version]
