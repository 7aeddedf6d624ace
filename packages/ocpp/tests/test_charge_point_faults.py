# pyright: basic, reportTypedDictNotRequiredAccess=false
"""Faults that were found by trying to break charge points; each test holds what broke."""

import asyncio
import gc
import json
import weakref
from functools import partial
from typing import Any

import pytest

from ocpp import catalogue, tolerance, v16, v21
from ocpp.exceptions import LinkClosedError, OCPPError
from ocpp.fields import Absent
from ocpp.hooks import Hooks
from ocpp.messages import CallResult, bounded_details
from ocpp.model import Request, Result
from ocpp.routing import after, create_route_map, on
from ocpp.session import MEMORY_AGE_S

from .memory_link import LinkBrokenError, link, now, run, serving, settle
from .stations import HEARTBEAT, HEARTBEAT_ANSWER, boot_answer, station, warnings_of

BOOT_16 = [2, "boot", "BootNotification", {"chargePointVendor": "vendor", "chargePointModel": "model"}]


def test_the_end_of_an_old_connection_does_not_end_the_calls_of_the_new_one() -> None:
    async def scenario() -> None:
        old, _ = link()
        new, theirs = link()
        charge_point = station("1.6", old)
        old_start = asyncio.ensure_future(charge_point.start())
        await settle()
        charge_point._connection = new
        async with serving(charge_point):
            pending = asyncio.ensure_future(charge_point.request(v16.call.ClearCache()))
            request = await theirs.take()
            old.cut()
            with pytest.raises(LinkBrokenError):
                await old_start
            await theirs.put([3, request[1], {"status": "Accepted"}])
            assert (await pending).status == "Accepted"

    run(scenario())


def test_a_swapped_connection_can_be_called_before_start() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours)
        task = asyncio.ensure_future(charge_point.start())
        await settle()
        ours.cut()
        with pytest.raises(LinkBrokenError):
            await task
        with pytest.raises(LinkClosedError):
            await charge_point.call(v16.call.ClearCache())
        charge_point._connection, theirs = link()
        pending = asyncio.ensure_future(charge_point.call(v16.call.ClearCache()))
        request = await theirs.take()
        await charge_point.route_message(json.dumps([3, request[1], {"status": "Accepted"}]))
        assert (await pending).status == "Accepted"

    run(scenario())


def test_charge_points_are_freed_when_their_handlers_are_partials_and_closures() -> None:
    def make() -> "weakref.ref[Any]":
        ours, _ = link()
        charge_point = station("1.6", ours, {"Authorize": lambda **_: charge_point.id})
        charge_point.route_map["ClearCache"] = {"_on_action": partial(print, charge_point)}

        async def scenario() -> None:
            await charge_point.route_message('[2,"1","Authorize",{"idTag":"x"}]')
            await charge_point.route_message('[2,"2","ClearCache",{}]')

        run(scenario())
        return weakref.ref(charge_point)

    ghosts = [make() for _ in range(5)]
    gc.collect()
    assert [ghost() for ghost in ghosts] == [None] * 5


def test_a_connection_that_blocks_while_sending_does_not_hold_up_a_call_beyond_its_deadline() -> None:
    async def scenario() -> None:
        ours, _ = link()

        async def block(_: str) -> None:
            await asyncio.Event().wait()

        ours.send = block
        charge_point = station("1.6", ours, response_timeout=7)
        begin = now()
        with pytest.raises(TimeoutError, match="Waited 7s for response"):
            await charge_point.call(v16.call.ClearCache())
        assert now() - begin == pytest.approx(7)

    run(scenario())


def test_a_call_that_is_being_sent_fails_at_once_when_the_connection_ends() -> None:
    async def scenario() -> None:
        ours, _ = link()

        async def block(_: str) -> None:
            await asyncio.Event().wait()

        ours.send = block
        charge_point = station("1.6", ours)
        task = asyncio.ensure_future(charge_point.start())
        calls = [asyncio.ensure_future(charge_point.request(v16.call.ClearCache())) for _ in range(2)]
        cancelled = asyncio.ensure_future(charge_point.request(v16.call.ClearCache()))
        await settle()
        cancelled.cancel()
        begin = now()
        ours.cut()
        outcomes = await asyncio.gather(*calls, cancelled, task, return_exceptions=True)
        expected = [LinkClosedError, LinkClosedError, asyncio.CancelledError, LinkBrokenError]
        assert [type(outcome) for outcome in outcomes] == expected
        assert now() == begin
        assert len(asyncio.all_tasks()) == 1

    run(scenario())


def test_a_timeout_of_the_connection_is_not_taken_for_ours() -> None:
    async def scenario() -> None:
        ours, _ = link()

        async def fail(_: str) -> None:
            raise TimeoutError("keepalive")

        ours.send = fail
        with pytest.raises(TimeoutError, match="keepalive"):
            await station("1.6", ours).call(v16.call.ClearCache())

    run(scenario())


def test_fields_that_were_not_sent_are_absent_where_the_constructor_has_a_default() -> None:
    seen: list[dict[str, Any]] = []

    async def scenario() -> None:
        ours, theirs = link()

        def on_report(**fields: Any) -> Any:
            seen.append(fields)
            return v21.call_result.NotifyReport()

        async with serving(station("2.1", ours, {"NotifyReport": on_report})):
            report = {"requestId": 1, "generatedAt": "2026-01-01T00:00:00Z", "seqNo": 0}
            for tbc in ({}, {"tbc": False}):
                assert (await theirs.ask([2, "1", "NotifyReport", report | tbc]))[0] == 3

    run(scenario())
    assert ["tbc" in fields for fields in seen] == [False, True]
    made = v21.call.NotifyReport(request_id=1, generated_at="now", seq_no=0)
    assert made.tbc is False
    assert v21.call.NotifyReport("now", 1, 0).tbc is False
    assert v16.call.SendLocalList(1, "Full").local_authorization_list == []


class _Override(v16.ChargePoint):
    """A subclass whose method fails; `fault` is how."""

    fault = ""

    @on("Heartbeat")
    def on_heartbeat(self) -> Any:
        return v16.call_result.Heartbeat(current_time="now")

    @on("BootNotification")
    def on_boot(self, **_: Any) -> Any:
        raise ValueError

    async def _handle_call(self, msg: Any) -> Any:
        if self.fault == "no code" and msg.action == "BootNotification":
            raise OCPPError("x")
        result: Any = await super()._handle_call(msg)
        assert result.payload
        return result


@pytest.mark.parametrize("fault", ["uses the result", "no code"])
def test_a_subclass_that_fails_is_answered_and_does_not_end_the_connection(fault: str) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = _Override("CP-1", ours)
        charge_point.fault = fault
        async with serving(charge_point):
            assert (await theirs.ask(BOOT_16))[:3] == [4, "boot", "InternalError"]
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())


class Blink(Request["BlinkResult"]):
    """An action of a vendor."""

    times: int
    colour: Absent[str] = None


class BlinkResult(Result):
    """Its answer."""

    done: bool


def test_actions_of_ones_own_work_through_both_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests count the actions of the version.
    monkeypatch.setattr(catalogue, "_catalogues", {"1.6": dict(catalogue.messages("1.6"))})
    catalogue.register("1.6", Blink, BlinkResult)
    with pytest.raises(ValueError, match="Blink"):
        catalogue.register("1.6", Blink, BlinkResult)

    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours, {"Blink": lambda times: BlinkResult(done=times > 1)})
        async with serving(charge_point):
            assert await theirs.ask([2, "1", "Blink", {"times": 2}]) == [3, "1", {"done": True}]
            assert (await theirs.ask([2, "2", "Blink", {"times": "2"}]))[2] == "TypeConstraintViolation"
            for call in (
                charge_point.call,
                charge_point.request,
                partial(charge_point.call, skip_schema_validation=True),
            ):
                pending = asyncio.ensure_future(call(Blink(times=3)))
                request = await theirs.take()
                assert request[2:] == ["Blink", {"times": 3}]
                await theirs.put([3, request[1], {"done": False}])
                assert (await pending).done is False

    run(scenario())


class Wrong(Request[BlinkResult]):
    """An action whose optional field is not written as the library wants it."""

    colour: str | None = None


def test_an_action_that_no_message_can_have_is_refused_when_it_is_registered() -> None:
    with pytest.raises(TypeError, match="No message can have a field of type"):
        catalogue.register("1.6", Wrong, BlinkResult)


def test_deep_nesting_of_vendor_data_is_a_format_violation_and_a_short_line_in_the_log(caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        handlers = {"DataTransfer": lambda **_: v21.call_result.DataTransfer(status="Accepted")}
        async with serving(station("2.1", ours, handlers)):
            frame = '[2,"1","DataTransfer",{"vendorId":"x","data":' + "[" * 800 + "]" * 800 + "}]"
            answer = await theirs.ask(frame)
            assert answer[:3] in ([4, "1", "FormatViolation"], [3, "1", {"status": "Accepted"}])
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())
    assert len(caplog.text) < 5000


def test_a_strict_station_remembers_good_answers_for_a_while_and_no_failures() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        handled: list[float] = []

        def on_boot(**_: Any) -> Any:
            handled.append(now())
            if len(handled) == 1:
                raise ValueError
            return boot_answer("1.6")

        async with serving(station("1.6", ours, {"BootNotification": on_boot}, strict=True)):
            assert (await theirs.ask(BOOT_16))[0] == 4
            assert (await theirs.ask(BOOT_16))[0] == 3, "a failure was remembered"
            assert (await theirs.ask(BOOT_16))[0] == 3
            assert len(handled) == 2
            await asyncio.sleep(MEMORY_AGE_S)
            assert (await theirs.ask(BOOT_16))[0] == 3
            assert len(handled) == 3, "old news"

    run(scenario())


def test_a_burst_that_was_buffered_is_answered_whole() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        for n in range(2000):
            await theirs.put([2, str(n), "Heartbeat", {}])
        async with serving(charge_point):
            assert [(await theirs.take())[:2] for _ in range(2000)] == [[3, str(n)] for n in range(2000)]

    run(scenario())


def test_requests_and_unconfirmed_messages_are_not_taken_for_each_other(caplog: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        handled: list[str] = []
        handlers = {
            "BootNotification": lambda **_: handled.append("boot"),
            "NotifyPeriodicEventStream": lambda **_: handled.append("stream"),
        }
        charge_point = station("2.1", ours, handlers)
        async with serving(charge_point):
            boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "v", "model": "m"}}
            await theirs.put([6, "1", "BootNotification", boot])
            assert (await theirs.ask([2, "2", "NotifyPeriodicEventStream", {}]))[:3] == [4, "2", "ProtocolError"]
            assert handled == []
            with pytest.raises(TypeError, match="request"):
                await charge_point.send(v21.call.Heartbeat())

    run(scenario())
    assert len(warnings_of(caplog.records)) == 2


def test_one_function_may_handle_many_actions(caplog: Any) -> None:
    class Station(v16.ChargePoint):
        pass

    def generic(self: Any, **_: Any) -> Any:
        return None

    for action in ("Authorize", "Heartbeat", "Reset"):
        setattr(Station, f"on_{action}", on(action, skip_schema_validation=action == "Reset")(generic))
    routes = create_route_map(Station("CP-1", link()[0]))
    assert {action: route["_skip_schema_validation"] for action, route in routes.items()} == {
        "Authorize": False,
        "Heartbeat": False,
        "Reset": True,
    }
    assert caplog.records == []


def test_static_and_class_methods_are_marked_from_above_and_below() -> None:
    class Odd:
        @on("Heartbeat")
        @staticmethod
        def above() -> str:
            return "above"

        @classmethod
        @on("Reset")
        def below(cls) -> str:
            return cls.__name__

        @on("Authorize")
        @classmethod
        def above_too(cls) -> str:
            return cls.__name__

    routes = create_route_map(Odd())
    assert [routes[action]["_on_action"]() for action in ("Heartbeat", "Reset", "Authorize")] == ["above", "Odd", "Odd"]


def test_an_answer_that_a_subclass_puts_into_the_queue_ends_the_call_that_waits() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        pending = asyncio.ensure_future(charge_point.call(v16.call.ClearCache()))
        request = await theirs.take()
        await settle()
        charge_point._response_queue.put_nowait(CallResult(request[1], {"status": "Accepted"}))
        assert (await pending).status == "Accepted"

    run(scenario())


def test_two_may_wait_for_one_answer() -> None:
    async def scenario() -> None:
        ours, _ = link()
        charge_point = station("1.6", ours)
        waits = [asyncio.ensure_future(charge_point._get_specific_response("7", 5)) for _ in range(2)]
        results = await asyncio.gather(*waits, return_exceptions=True)
        assert [type(result) for result in results] == [TimeoutError, TimeoutError]

    run(scenario())


def test_an_id_that_nobody_sent_is_not_answered() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        async with serving(station("1.6", ours)):
            await theirs.put('[2,"\ud800","Heartbeat",{}]')
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())


class _Text(str):
    """What some connections return."""

    __slots__ = ()


def test_a_subclass_of_str_is_text() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        async with serving(station("1.6", ours)):
            assert await theirs.ask(_Text(json.dumps(HEARTBEAT))) == HEARTBEAT_ANSWER

    run(scenario())


def test_a_hook_object_that_lacks_a_hook_is_logged() -> None:
    class Half:
        def frame_received(self, *_: Any) -> None:
            raise ValueError

    async def scenario() -> None:
        ours, theirs = link()
        hooks: Any = Half()
        async with serving(station("1.6", ours, hooks=hooks)):
            assert await theirs.ask(HEARTBEAT) == HEARTBEAT_ANSWER

    run(scenario())


def test_what_could_not_be_sent_is_not_told_as_sent() -> None:
    sent: list[str] = []

    class Watch(Hooks):
        def frame_sent(self, charge_point_id: str, frame: str) -> None:
            sent.append(frame)

    async def scenario() -> None:
        ours, _ = link()
        ours.cut()
        with pytest.raises(LinkBrokenError):
            await station("1.6", ours, hooks=Watch()).call(v16.call.ClearCache())

    run(scenario())
    assert sent == []


def test_what_was_tolerated_is_told_once_also_if_a_hook_reads_the_request_in_its_own_way() -> None:
    told: list[str] = []

    class Watch(Hooks):
        def tolerated(self, charge_point_id: str, action: str, applied: Any) -> None:
            told.extend(str(each.tolerance) for each in applied)

    class Station(v16.ChargePoint):
        @on("Heartbeat")
        def on_heartbeat(self, request: v16.call.Heartbeat) -> v16.call_result.Heartbeat:
            return v16.call_result.Heartbeat(current_time="now")

        @after("Heartbeat")
        def after_heartbeat(self, **_: Any) -> None:
            told.append("after")

    async def scenario() -> None:
        ours, theirs = link()
        async with serving(Station("CP-1", ours, tolerances=tolerance.ALL, hooks=Watch())):
            await theirs.put([2, "1", "Heartbeat", {"odd": 1}])
            assert (await theirs.take())[0] == 3

    run(scenario())
    assert told == ["extra_fields", "after"]


def test_at_least_one_request_is_handled_at_a_time() -> None:
    with pytest.raises(ValueError, match="At least one"):
        v16.ChargePoint("CP-1", link()[0], concurrency=0)


def test_short_details_keep_all_their_entries() -> None:
    details = {str(n): n for n in range(20)}
    assert json.loads(bounded_details(details)) == details


@pytest.mark.parametrize("payload", [[1], "x", 7, True])
def test_unchecked_requests_have_to_be_objects(payload: Any) -> None:
    class Station(v16.ChargePoint):
        @on("Heartbeat", skip_schema_validation=True)
        def on_heartbeat(self, **_: Any) -> Any:
            return v16.call_result.Heartbeat(current_time="now")

    async def scenario() -> None:
        ours, theirs = link()
        async with serving(Station("CP-1", ours)):
            assert (await theirs.ask([2, "1", "Heartbeat", payload]))[2] == "TypeConstraintViolation"
            assert (await theirs.ask([2, "1", "Heartbeat", None]))[0] == 3

    run(scenario())


@pytest.mark.parametrize("payload", [None, {}, {"unknown": 1}])
def test_unchecked_answers_may_lack_everything(payload: Any) -> None:
    async def scenario() -> None:
        ours, theirs = link()
        charge_point = station("1.6", ours)
        async with serving(charge_point):
            pending = asyncio.ensure_future(charge_point.call(v16.call.ClearCache(), skip_schema_validation=True))
            request = await theirs.take()
            await theirs.put([3, request[1], payload])
            assert (await pending).status is None

    run(scenario())


def test_a_handler_that_fails_while_it_is_cancelled_does_not_hide_the_timeout() -> None:
    async def scenario() -> None:
        ours, theirs = link()

        async def on_boot(**_: Any) -> Any:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                ours.cut()
                raise RuntimeError from None

        charge_point = station("1.6", ours, {"BootNotification": on_boot})
        await theirs.put(BOOT_16)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await charge_point.start()

    run(scenario())


def test_start_ends_although_a_handler_refuses_to() -> None:
    async def scenario() -> None:
        ours, theirs = link()
        release = asyncio.Event()

        async def on_boot(**_: Any) -> Any:
            while not release.is_set():
                try:
                    await release.wait()
                except asyncio.CancelledError:
                    continue
            return boot_answer("1.6")

        charge_point = station("1.6", ours, {"BootNotification": on_boot})
        task = asyncio.ensure_future(charge_point.start())
        await theirs.put(BOOT_16)
        await settle()
        task.cancel()
        await asyncio.wait([task], timeout=100)
        assert task.cancelled()
        release.set()
        await settle()

    run(scenario())
