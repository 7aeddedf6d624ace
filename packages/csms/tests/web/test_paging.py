"""Long lists come page by page: each item once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.web.paging import Number, Page, Paging, Time, cursor_at
from csms.web.problems import Problem
from packages.csms.tests.web.serving import Served


@given(st.sets(st.integers(0, 2**63 - 1), max_size=30), st.integers(1, 7))
def test_page_after_page_each_item_comes_once(numbers: set[int], limit: int) -> None:
    ordered = sorted(numbers)
    seen: list[int] = []
    cursor: str | None = None
    while True:
        paging = Paging(limit, cursor)
        after = paging.after(tuple[Number])
        rows = [number for number in ordered if after is None or number > after[0]][: limit + 1]
        page: Page[int] = paging.page(rows, int, lambda number: [number])
        assert len(page.items) <= limit
        seen += page.items
        if page.next is None:
            break
        cursor = page.next
    assert seen == ordered


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!!!", "bnVsbA", "WzFd", "W10", cursor_at([2**63]), cursor_at([-1]), "\u00e4"]
)
def test_what_is_no_cursor_of_the_list_is_refused(cursor: str) -> None:
    with pytest.raises(Problem, match="not valid"):
        Paging(10, cursor).after(tuple[Time, Number])


async def test_a_list_is_walked_by_its_cursors(served: Served) -> None:
    names = [f"token {number}" for number in range(7)]
    for name in names:
        await served.client.put(f"/tokens/{name}", json={})
    seen: list[str] = []
    parameters: dict[str, str | int] = {"limit": 3}
    for expected in (3, 3, 1):
        page = (await served.client.get("/tokens", params=parameters)).json()
        assert len(page["items"]) == expected
        seen += [item["id_token"] for item in page["items"]]
        parameters["cursor"] = page["next"]
    assert seen == names
    assert page["next"] is None


async def test_a_cursor_of_another_list_is_refused(served: Served) -> None:
    await served.client.put("/tokens/a", json={})
    await served.client.put("/tokens/b", json={})
    cursor = (await served.client.get("/tokens?limit=1")).json()["next"]
    answer = await served.client.get("/transactions", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["place"] == "query.cursor"


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "many"])
async def test_a_page_has_between_1_and_1000_items(served: Served, limit: str) -> None:
    answer = await served.client.get("/tokens", params={"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (400, "query.limit")
