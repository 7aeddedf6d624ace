"""What is waited for happens once."""

import asyncio

from csms.gateway.happening import Happening


async def test_all_go_on_who_wait_and_who_comes_later() -> None:
    happening = Happening()
    waiting = [asyncio.ensure_future(happening.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not happening.is_set()
    assert not any(one.done() for one in waiting)
    happening.set()
    await asyncio.gather(*waiting, happening.wait())
    assert happening.is_set()


async def test_who_gives_up_does_not_give_up_for_others() -> None:
    happening = Happening()
    impatient, patient = (asyncio.ensure_future(happening.wait()) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.wait([impatient])
    assert not patient.done()
    happening.set()
    happening.set()
    await patient
