"""How a story went."""

from enum import StrEnum

from msgspec import Struct

from csms_simulator.stories.story import Story


class Outcome(StrEnum):
    """Of a step."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


class Problem(Struct, frozen=True):
    """Why a step failed."""

    expected: str
    actual: str
    frames: tuple[str, ...] = ()
    """What went over the wire since the last thing that was as expected, `->` from the station and `<-` to it."""
    note: str | None = None
    """What to look at in the central system."""


class StepResult(Struct, frozen=True):
    """How a step went."""

    number: int
    words: str
    outcome: Outcome
    duration_s: float = 0.0
    """Of simulated time."""
    problem: Problem | None = None
    remark: str | None = None
    """What an operator said that could not do it."""


class StoryResult(Struct, frozen=True):
    """How a story went."""

    story: Story
    station: str
    started_at: float
    """POSIX seconds."""
    duration_s: float
    steps: tuple[StepResult, ...]
    transcript: tuple[str, ...]
    """All frames."""

    @property
    def has_passed(self) -> bool:
        """Whether every step passed."""
        return all(step.outcome is Outcome.PASSED for step in self.steps)

    @property
    def problem(self) -> Problem | None:
        """Why it failed."""
        return next((step.problem for step in self.steps if step.problem is not None), None)


class SkippedStory(Struct, frozen=True):
    """A story that was not run."""

    story: Story
    reason: str
