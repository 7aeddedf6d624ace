import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { formatDate, formatTime, formatTimeOfDay } from "../../../parts/format";
import { useIsPhone } from "../../../parts/useIsPhone";
import { Holding } from "./Holding";
import { type Lane, whatHolds } from "./lanes";
import classes from "./Timeline.module.css";
import { isByDay, needsSeconds, pan, percentAt, ticksOf, toIso, type View, zoom } from "./view";

/** A mark counts as under the cursor in this part of the width. */
const NEAR = 0.006;
const DRAG_PX = 4;

/**
 * What went on at a station, lane by lane, under one cursor.
 *
 * The cursor follows the pointer, or the arrow keys; a click or Enter keeps it. Dragging moves the time, Ctrl and the
 * wheel change how much of it is shown.
 *
 * @param kept the instant that was chosen; undefined: none was.
 * @param latestMs tells after when the timeline does not go on.
 */
export function Timeline({
    lanes,
    view,
    zone,
    kept,
    latestMs,
    onView,
    onKeep,
}: {
    lanes: readonly Lane[];
    view: View;
    zone: string;
    kept: string | undefined;
    latestMs(): number;
    onView(view: View): void;
    onKeep(at: string): void;
}): ReactElement {
    const isPhone = useIsPhone();
    const plot = useRef<HTMLDivElement>(null);
    const [pointedMs, setPointedMs] = useState<number | null>(null);
    const [movedTo, setMovedTo] = useState<View | null>(null);
    const drag = useRef<{ x: number; view: View; isMoving: boolean } | null>(null);
    const shown = movedTo ?? view;
    const lengthMs = shown.toMs - shown.fromMs;
    const keptMs = kept === undefined ? null : Date.parse(kept);
    const cursorMs = pointedMs ?? keptMs;
    const inView = cursorMs !== null && cursorMs >= shown.fromMs && cursorMs <= shown.toMs;
    const ticks = ticksOf(shown, isPhone ? 4 : 8, offsetOf(zone, shown.fromMs));

    function timeAt(x: number): number {
        const box = plot.current?.getBoundingClientRect();
        const share = box === undefined || box.width === 0 ? 0 : (x - box.left) / box.width;
        return Math.round(shown.fromMs + Math.min(Math.max(share, 0), 1) * lengthMs);
    }

    useWheel(plot, (event) => {
        if (event.ctrlKey || event.metaKey) {
            event.preventDefault();
            onView(zoom(shown, event.deltaY > 0 ? 1.25 : 0.8, timeAt(event.clientX), latestMs()));
        } else if (event.shiftKey) {
            event.preventDefault();
            onView(pan(shown, Math.sign(event.deltaY || event.deltaX) * 0.1, latestMs()));
        }
    });

    function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
        if (event.button === 0) {
            drag.current = { x: event.clientX, view: shown, isMoving: false };
        }
    }

    function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
        const start = drag.current;
        const width = plot.current?.clientWidth ?? 0;
        if (start !== null && (start.isMoving || Math.abs(event.clientX - start.x) > DRAG_PX) && width > 0) {
            if (!start.isMoving) {
                start.isMoving = true;
                event.currentTarget.setPointerCapture(event.pointerId);
            }
            setMovedTo(pan(start.view, (start.x - event.clientX) / width, latestMs()));
        }
        setPointedMs(timeAt(event.clientX));
    }

    function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
        const start = drag.current;
        drag.current = null;
        if (start === null) {
            return;
        }
        if (start.isMoving) {
            setMovedTo(null);
            onView(shown);
        } else {
            onKeep(toIso(timeAt(event.clientX)));
        }
    }

    function giveUp(): void {
        drag.current = null;
        setMovedTo(null);
        setPointedMs(null);
    }

    function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
        const at = inView && cursorMs !== null ? cursorMs : Math.round((shown.fromMs + shown.toMs) / 2);
        const to = (ms: number) => setPointedMs(Math.min(Math.max(ms, shown.fromMs), shown.toMs));
        const byPan = event.shiftKey;
        const actions = new Map<string, () => void>([
            ["ArrowLeft", () => (byPan ? onView(pan(shown, -0.25, latestMs())) : to(at - lengthMs / 200))],
            ["ArrowRight", () => (byPan ? onView(pan(shown, 0.25, latestMs())) : to(at + lengthMs / 200))],
            ["PageUp", () => to(at - lengthMs / 10)],
            ["PageDown", () => to(at + lengthMs / 10)],
            ["Home", () => to(shown.fromMs)],
            ["End", () => to(shown.toMs)],
            ["+", () => onView(zoom(shown, 0.5, at, latestMs()))],
            ["-", () => onView(zoom(shown, 2, at, latestMs()))],
            ["Enter", () => onKeep(toIso(at))],
        ]);
        const action = actions.get(event.key);
        if (action !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
            event.preventDefault();
            action();
        }
    }

    const holds = cursorMs === null ? [] : whatHolds(lanes, cursorMs, lengthMs * NEAR);
    return (
        <div>
            <div className={classes["chart"]}>
                <div className={classes["titles"]} aria-hidden>
                    {lanes.map((lane) => (
                        <div key={lane.key} className={classes["title"]}>
                            {lane.title}
                        </div>
                    ))}
                </div>
                {/* A slider: where the cursor stands is its value, and what holds there is how that is said. */}
                <div
                    ref={plot}
                    className={classes["plot"]}
                    role="slider"
                    tabIndex={0}
                    aria-label="Timeline"
                    aria-describedby="timeline-keys"
                    aria-valuemin={shown.fromMs}
                    aria-valuemax={shown.toMs}
                    aria-valuenow={inView && cursorMs !== null ? cursorMs : shown.toMs}
                    aria-valuetext={
                        inView && cursorMs !== null
                            ? `${formatTime(toIso(cursorMs), zone)}. ${inOneLine(holds)}`
                            : "Nothing is pointed at"
                    }
                    data-dragging={movedTo !== null || undefined}
                    onPointerDown={onPointerDown}
                    onPointerMove={onPointerMove}
                    onPointerUp={onPointerUp}
                    onPointerCancel={giveUp}
                    onPointerLeave={() => drag.current?.isMoving || giveUp()}
                    onKeyDown={onKeyDown}
                    onBlur={() => setPointedMs(null)}
                >
                    {ticks.at.map((tick) => (
                        <div key={tick} className={classes["tick"]} style={{ left: `${percentAt(shown, tick)}%` }} />
                    ))}
                    {lanes.map((lane) => (
                        <Track key={lane.key} lane={lane} view={shown} />
                    ))}
                    {inView && cursorMs !== null && (
                        <div
                            className={classes["cursor"]}
                            data-kept={pointedMs === null || undefined}
                            style={{ left: `${percentAt(shown, cursorMs)}%` }}
                        />
                    )}
                    {keptMs !== null && pointedMs !== null && keptMs >= shown.fromMs && keptMs <= shown.toMs && (
                        <div className={classes["cursor"]} data-kept style={{ left: `${percentAt(shown, keptMs)}%` }} />
                    )}
                </div>
            </div>
            <div className={classes["axis"]} aria-hidden>
                {ticks.at
                    .filter((tick) => percentAt(shown, tick) < (isPhone ? 88 : 95))
                    .map((tick) => (
                        <span key={tick} className={classes["label"]} style={{ left: `${percentAt(shown, tick)}%` }}>
                            {nameOfTick(tick, ticks.step, zone)}
                        </span>
                    ))}
            </div>
            <Holding atMs={inView ? cursorMs : null} zone={zone} holds={holds} isKept={pointedMs === null} />
        </div>
    );
}

/** The bands and marks of a lane, as far as they are in the view. */
function Track({ lane, view }: { lane: Lane; view: View }): ReactElement {
    return (
        <div className={classes["track"]} data-lane={lane.title}>
            {lane.bands
                .filter(({ fromMs, toMs }) => toMs >= view.fromMs && fromMs <= view.toMs)
                .map((band) => {
                    const left = Math.max(0, percentAt(view, band.fromMs));
                    const right = Math.min(100, percentAt(view, band.toMs));
                    return (
                        <div
                            key={band.key}
                            className={classes["band"]}
                            data-tone={band.tone}
                            style={{ left: `${left}%`, width: `${right - left}%` }}
                        >
                            {right - left > 4 && band.text}
                        </div>
                    );
                })}
            {lane.marks
                .filter(({ atMs }) => atMs >= view.fromMs && atMs <= view.toMs)
                .map((mark) => (
                    <div
                        key={mark.key}
                        className={classes["mark"]}
                        data-tone={mark.tone}
                        style={{ left: `${percentAt(view, mark.atMs)}%` }}
                    />
                ))}
        </div>
    );
}

function inOneLine(holds: ReturnType<typeof whatHolds>): string {
    return holds
        .filter(({ found }) => found.length > 0)
        .map(({ lane, found }) => `${lane.title}: ${found.map(({ text }) => text).join(", ")}`)
        .join("; ");
}

function nameOfTick(tick: number, step: number, zone: string): string {
    const at = toIso(tick);
    const time = formatTimeOfDay(at, zone);
    if (isByDay(step) || time === "00:00:00") {
        return formatDate(at, zone).slice(5);
    }
    return needsSeconds(step) ? time : time.slice(0, 5);
}

/** How far the clocks of a zone are ahead of UTC, in ms. */
function offsetOf(zone: string, ms: number): number {
    const second = Math.floor(ms / 1000) * 1000;
    return Date.parse(`${formatTime(toIso(second), zone).replace(" ", "T")}Z`) - second;
}

/** Listens to the wheel in a way that can keep the page from being scrolled, which React's own listeners cannot. */
function useWheel(element: { current: HTMLElement | null }, listener: (event: WheelEvent) => void): void {
    const latest = useRef(listener);
    useEffect(() => {
        latest.current = listener;
    });
    useEffect(() => {
        const target = element.current;
        const listen = (event: WheelEvent): void => latest.current(event);
        target?.addEventListener("wheel", listen, { passive: false });
        return () => target?.removeEventListener("wheel", listen);
    }, [element]);
}
