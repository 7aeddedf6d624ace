"""Whether the server lives, can work, and what it counts."""

from csms.web.services import Figures
from packages.csms.tests.web.serving import Served


async def test_a_process_that_answers_lives_though_its_database_is_away(served: Served) -> None:
    await served.web.store.close()
    stranger = served.stranger()
    assert (await stranger.get("http://csms.test/healthz")).json() == {"status": "ok"}
    answer = await stranger.get("http://csms.test/readyz")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The database does not answer")


async def test_it_is_ready_when_the_database_answers_and_stations_can_connect(served: Served) -> None:
    stranger = served.stranger()
    assert (await stranger.get("http://csms.test/readyz")).json() == {"status": "ok"}
    served.web.is_listening = lambda: False
    answer = await stranger.get("http://csms.test/readyz")
    assert (answer.status_code, answer.json()["detail"]) == (503, "Stations cannot connect")


async def test_the_metrics_are_those_of_the_moment(served: Served) -> None:
    figures = Figures(links={"1.6": 3, "2.0.1": 1}, refused={401: 7}, messages_received=11, frames_dropped=2)
    served.web.figures = lambda: figures
    answer = await served.stranger().get("http://csms.test/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in (
        'csms_links{version="1.6"} 3.0',
        'csms_links{version="2.0.1"} 1.0',
        'csms_links_refused_total{status="401"} 7.0',
        'csms_messages_total{direction="received"} 11.0',
        "csms_frames_dropped_total 2.0",
        "csms_writer_backlog 0.0",
        f"csms_commits_total {float(served.web.store.commits)}",
    ):
        assert line in lines
