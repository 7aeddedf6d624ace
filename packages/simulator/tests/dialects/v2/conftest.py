import pytest

from packages.simulator.tests.dialects.v2.bench import VERSIONS


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Of OCPP."""
    name: str = request.param
    return name
