"""The tasks of a page, from a trace of the browser: what they take of the CPU, whatever else the machine does."""

from collections.abc import Sequence

import msgspec

from bench.transport.server import MeasuringError

TRACED = ("toplevel",)
"""The category of the trace that has the tasks."""

_PAGE_THREAD = "CrRendererMain"
_TASK = "RunTask"


class _Event(msgspec.Struct):
    """An event of a trace; `tdur` is the CPU time of its thread, in microseconds."""

    name: str
    pid: int = 0
    tid: int = 0
    tdur: int = 0
    args: dict[str, object] = {}


class _Trace(msgspec.Struct, rename="camel"):
    trace_events: list[_Event]


def tasks_cpu_ms(trace: bytes) -> Sequence[float]:
    """Return the CPU time of all tasks in the main thread of pages, in milliseconds, the longest first.

    Raises:
        MeasuringError: the trace has no such task.
    """
    events = msgspec.json.decode(trace, type=_Trace).trace_events
    threads = {
        (each.pid, each.tid) for each in events if each.name == "thread_name" and each.args.get("name") == _PAGE_THREAD
    }
    found = [each.tdur for each in events if each.name.endswith(_TASK) and (each.pid, each.tid) in threads]
    if not found:
        raise MeasuringError("the trace of the browser has no task")
    return [tdur / 1000 for tdur in sorted(found, reverse=True)]
