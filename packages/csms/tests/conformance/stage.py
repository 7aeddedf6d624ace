"""A central system for the stories, with all that they need registered by its API."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from csms_simulator.stories import FunctionOperator, Order, Story, StoryResult, Target, run_story
from packages.csms.tests.conformance.operating import ApiOperator
from packages.csms.tests.conformance.story_time import StoryClock, Traffic
from packages.csms.tests.console.served import Served

TOKENS: dict[str, dict[str, Any]] = {
    "TAG-ACCEPTED": {},
    "TAG-EXPIRED": {"expires_at": "2020-01-01T00:00:00Z"},
    "TAG-BLOCKED": {"is_blocked": True},
    "TAG-GROUP-1": {"group": "GROUP"},
    "TAG-GROUP-2": {"group": "GROUP"},
    "TAG-MASTER": {"group": "MASTER-PASSES"},
}
"""What the defaults of the stories name; TAG-UNKNOWN is not known."""


class Stage:
    """Where stories are told.

    Args:
        served: the central system.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self.traffic = Traffic(served.app)
        served.app.central.hooks = self.traffic

    @asynccontextmanager
    async def api(self) -> AsyncGenerator[httpx.AsyncClient]:
        """Return a client of the API that may do everything."""
        key = (self._served.data_dir / "api-token").read_text().strip()
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=f"{self._served.url}/api/v1", headers=headers, timeout=60) as client:
            yield client

    async def tell(self, story: Story) -> StoryResult:
        """Have a story happen to a station of its own."""
        async with self.api() as api, StoryClock(self.traffic) as clock:
            await register_tokens(api)
            operator = ApiOperator(api, story.version)

            async def operate(order: Order) -> None:
                self.traffic.orders += 1
                try:
                    await operator.perform(order)
                finally:
                    self.traffic.orders -= 1

            target = Target(
                url=f"ws://127.0.0.1:{self._served.app.ocpp_port}",
                station=story.id,
                password=await register_station(api, story.id),
            )
            return await run_story(story, target, operator=FunctionOperator(operate), clock=clock)


async def register_tokens(api: httpx.AsyncClient) -> None:
    """Make the tokens of the stories known."""
    for name, facts in TOKENS.items():
        answer = await api.put(f"/tokens/{name}", json={"type": "ISO14443", **facts})
        assert answer.status_code in {200, 201}, answer.text


async def register_station(api: httpx.AsyncClient, identity: str, security_profile: int = 1) -> str:
    """Make a station known that has to show a password; return that."""
    station = {"identity": identity, "security_profile": security_profile, "password": "generate"}
    answer = await api.post("/stations", json=station)
    assert answer.status_code == 201, answer.text
    return answer.json()["password"]
