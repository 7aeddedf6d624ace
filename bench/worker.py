"""One library in one process: answers the driver's requests, a JSON line each.

Started as `python -m bench.worker` with the interpreter of the environment that holds the library to measure.
"""

import argparse
import asyncio
import contextlib
import cProfile
import gc
import importlib.metadata
import io
import json
import logging
import platform
import pstats
import sys
import traceback

import ocpp.messages
from bench.programs import PROGRAMS, Program
from bench.protocol import Description, Failed, Measured, Profiled, Request
from ocpp.v16 import ChargePoint

MESSAGES_PER_BATCH = 100
LINES_OF_PROFILE = 45


def describe() -> Description:
    """Say which library this process runs."""
    distribution, version = "ocpp", "from source"
    for name in ("csms-ocpp", "ocpp"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            distribution, version = name, importlib.metadata.version(name)
            break
    return Description(
        distribution=distribution,
        version=version,
        path=str(ocpp.messages.__file__),
        python=platform.python_version(),
        # The typed door is `request()` beside `call()`, and handlers annotated with a message class.
        typed_handlers=hasattr(ChargePoint, "request"),
    )


async def measure(program: Program, seconds: float) -> Measured:
    """Run batches until they have used so many CPU seconds; what surrounds a batch is not counted."""
    gc.collect()
    total = Measured(messages=0, cpu_s=0.0, wall_s=0.0)
    while total["cpu_s"] < seconds:
        batch = await program.run(MESSAGES_PER_BATCH)
        total["messages"] += batch["messages"]
        total["cpu_s"] += batch["cpu_s"]
        total["wall_s"] += batch["wall_s"]
    return total


async def profile(program: Program, seconds: float) -> Profiled:
    """Measure under cProfile; the functions with the most time of their own come first."""
    await measure(program, seconds / 4)
    profiler = cProfile.Profile()
    profiler.enable()
    measured = await measure(program, seconds)
    profiler.disable()
    text = io.StringIO()
    text.write(f"{measured['messages']} messages; times include what the profiler itself costs\n")
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(LINES_OF_PROFILE)
    return Profiled(text=text.getvalue())


async def answer(request: Request, programs: dict[str, Program]) -> Description | Measured | Profiled:
    """Do what the driver asks; a program is made once and kept."""
    if request["do"] == "describe":
        return describe()
    name = request.get("program", "")
    if name not in programs:
        program = PROGRAMS[name]()
        await program.run(1)  # so that a program that cannot run says so once
        programs[name] = program
    work = profile if request["do"] == "profile" else measure
    return await work(programs[name], request.get("seconds", 0.1))


async def serve() -> None:
    """Answer requests until standard input ends. Reading blocks the loop: between rounds it has nothing to do."""
    programs: dict[str, Program] = {}
    for line in sys.stdin:
        request: Request = json.loads(line)
        reply: Description | Measured | Profiled | Failed
        try:
            reply = await answer(request, programs)
        except Exception:  # noqa: BLE001
            # Whatever a library raises is the driver's to report; the other cases go on.
            reply = Failed(error=traceback.format_exc())
        print(json.dumps(reply), flush=True)


def main() -> None:
    """Set the library up as the driver says, then serve."""
    parser = argparse.ArgumentParser(prog="bench.worker")
    parser.add_argument("--without-threads", action="store_true", help="set ocpp.messages.ASYNC_VALIDATION to False")
    if parser.parse_args().without_threads:
        ocpp.messages.ASYNC_VALIDATION = False
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("ocpp").setLevel(logging.WARNING)
    asyncio.run(serve())


if __name__ == "__main__":
    main()
