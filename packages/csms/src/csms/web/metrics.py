"""What is counted, as Prometheus reads it; nothing is counted per station, of which there may be thousands."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from csms.web.services import Web


def render(web: Web) -> str:
    """Return the figures of this moment as text."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Scrape(web))
    return generate_latest(registry).decode()


class _Scrape(Collector):
    """One look at the figures."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def describe(self) -> Iterable[Metric]:
        """Say nothing before the figures are asked for."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return the figures."""
        store, figures = self._web.store, self._web.figures()
        yield _labelled_gauge("csms_links", "Stations that are connected", "version", figures.links)
        yield _counter("csms_links_opened", "Links of stations there have been", figures.opened)
        yield _labelled_counter(
            "csms_links_refused",
            "Connections of stations that were refused, by HTTP status (0: none could be sent)",
            "status",
            figures.refused,
        )
        yield _labelled_counter("csms_links_closed", "Links that have ended, by close code", "code", figures.closed)
        yield _labelled_counter(
            "csms_messages",
            "Messages of and to stations",
            "direction",
            {"received": figures.messages_received, "sent": figures.messages_sent},
        )
        yield _labelled_counter(
            "csms_message_bytes",
            "Bytes of messages of and to stations",
            "direction",
            {"received": figures.bytes_received, "sent": figures.bytes_sent},
        )
        yield _counter("csms_frames_recorded", "Frames in the message log", figures.frames_recorded)
        yield _counter("csms_frames_dropped", "Frames that were left out of the message log", figures.frames_dropped)
        yield _gauge("csms_writer_backlog", "Units of work that wait for the database", store.backlog)
        yield _counter("csms_commits", "Groups of units that have been committed", store.commits)
        yield _gauge("csms_loop_delay_seconds", "How late the event loop was when last asked", figures.loop_delay_s)
        yield _gauge(
            "csms_loop_delay_max_seconds",
            "How late the event loop was at most in the last minute",
            figures.loop_delay_max_s,
        )


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value)


def _counter(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(name, text, value)


def _labelled_gauge(name: str, text: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _labelled_counter(name: str, text: str, label: str, values: Mapping[str, int] | Mapping[int, int]) -> Metric:
    family = CounterMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([str(key)], value)
    return family
