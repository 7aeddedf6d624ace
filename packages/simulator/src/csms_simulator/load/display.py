"""What people see of a load: a line per second while it runs, tables at the end."""

from collections.abc import Mapping
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from csms_simulator.load.report import LoadReport, Progress, Times

_MOST_CAUSES = 20


class ProgressLine:
    """A line that is written anew each second on a terminal, and one line per second elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        # Without a thread of its own: it would take CPU time from the stations.
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, progress: Progress) -> None:
        """Show how it goes."""
        line = line_of(progress)
        if self._live is not None:
            self._live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            self._console.print(line, highlight=False, soft_wrap=True)


def line_of(progress: Progress) -> str:
    """Return how it goes in one line."""
    minutes, seconds = divmod(int(progress.elapsed_s), 60)
    hours, minutes = divmod(minutes, 60)
    times = progress.answer_times
    parts = [
        f"{hours:02}:{minutes:02}:{seconds:02}",
        f"{progress.connected:,} of {progress.stations:,} connected",
        f"{progress.messages_per_s:,.0f} messages/s",
        f"p50 {milliseconds(times.p50_ms)}, p99 {milliseconds(times.p99_ms)}" if times.max_ms else "no answers",
        f"{progress.errors:,} errors",
        f"own CPU {progress.cpu_share:.0%}",
    ]
    return "  ".join([*parts, "connecting"] if progress.is_ramping else parts)


def milliseconds(value: float) -> str:
    """Return a time with as many digits as are of use."""
    if value >= 10_000:
        return f"{value / 1000:,.1f} s"
    return f"{value:.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 10 else f"{value:.2f} ms"


def render(report: LoadReport) -> RenderableType:
    """Return the report as tables."""
    parts: list[RenderableType] = [_summary(report), _answers(report)]
    for title, counts in (
        ("stations without a link at the end", report.stations.not_connected),
        ("attempts to connect that failed", report.refusals),
        ("links that were lost", report.lost_links),
        ("errors", report.errors),
        ("commands of the central system", report.commands),
    ):
        if counts:
            parts.append(_counts(title, counts))
    parts += [Text(f"Warning: {warning}", style="bold yellow") for warning in report.warnings]
    return Group(*parts)


def _summary(report: LoadReport) -> Table:
    stations, own = report.stations, report.generator
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("central system", report.url)
    table.add_row("load", f"OCPP {', '.join(report.versions)}, {report.pace}")
    table.add_row(
        "stations",
        f"{stations.connected:,} of {stations.wanted:,} connected at the end, {stations.connects:,} connects",
    )
    table.add_row(
        "time", f"{report.ramp_s:.0f} s until all had connected, {report.measured_s:.0f} s measured after that"
    )
    table.add_row("messages", f"{report.messages:,} answered, {report.messages_per_s:,.1f} per second")
    table.add_row(
        "generator",
        f"{own.cpu_share:.0%} of a core, {own.busiest_cpu_share:.0%} in the busiest second; "
        f"its timers were late by p50 {milliseconds(own.loop_lag.p50_ms)}, p99 {milliseconds(own.loop_lag.p99_ms)}",
    )
    return table


def _answers(report: LoadReport) -> Table:
    table = Table(
        "",
        "sent",
        "answered",
        "failed",
        "p50",
        "p90",
        "p99",
        "p99.9",
        "max",
        box=None,
        padding=(0, 2, 0, 0),
        pad_edge=False,
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for action in report.actions:
        counts = (f"{action.sent:,}", f"{action.answered:,}", f"{action.failed:,}")
        table.add_row(action.action, *counts, *_times(action.answer_times))
    table.add_row("connecting", "", f"{report.stations.connects:,}", "", *_times(report.connecting_times))
    return table


def _times(times: Times) -> tuple[str, ...]:
    values = (times.p50_ms, times.p90_ms, times.p99_ms, times.p999_ms, times.max_ms)
    return tuple(milliseconds(value) for value in values)


def _counts(title: str, counts: Mapping[str, int]) -> Table:
    table = Table(title=Text(title), title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    for cause, count in list(counts.items())[:_MOST_CAUSES]:
        table.add_row(f"{count:,}", Text(cause))
    if len(counts) > _MOST_CAUSES:
        rest = sum(list(counts.values())[_MOST_CAUSES:])
        table.add_row(f"{rest:,}", f"{len(counts) - _MOST_CAUSES} more causes")
    return table
