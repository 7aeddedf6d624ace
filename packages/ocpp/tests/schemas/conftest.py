"""The count of judged instances, shown at the end of the run."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import pytest

Tally: TypeAlias = dict[str, dict[str, Counter[str]]]
"""Version -> message -> constraint -> number of instances."""

TALLY = pytest.StashKey[Tally]()


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """The place where the oracle test leaves its counts."""
    return request.config.stash.setdefault(TALLY, {"1.6": {}, "2.0.1": {}, "2.1": {}})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the instances per version and constraint; with -v also per message."""
    nothing: Tally = {}
    for version, messages in config.stash.get(TALLY, nothing).items():
        if not messages:
            continue
        total = sum(messages.values(), Counter[str]())
        terminalreporter.section(f"instances judged by schema and class: OCPP {version}, {len(messages)} messages")
        for line in _lines(total, messages if config.get_verbosity() > 0 else {}):
            terminalreporter.write_line(line)


def _lines(total: Counter[str], messages: dict[str, Counter[str]]) -> Iterator[str]:
    columns = list(total)
    for name, counts in [*messages.items(), ("all", total)]:
        cells = ", ".join(f"{column} {counts[column]}" for column in columns if counts[column])
        yield f"{name}: {cells}"
