import { VisuallyHidden } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactElement, useEffect, useLayoutEffect, useRef } from "react";
import type { Frame } from "../../../api/schema";
import { formatDate, formatDuration, formatTimeOfDay, formatUtc } from "../../../parts/format";
import { useIsPhone } from "../../../parts/useIsPhone";
import classes from "./FrameList.module.css";
import { isCall, kindInWords, toneOfAnswer, wayInWords } from "./frames";

const ROW_PX = 28;
const PHONE_ROW_PX = 46;
/** So many newer frames stay in sight above the instant that was jumped to. */
const BEFORE = 2;

/** Frames, newest first; of thousands only those in sight are drawn. */
export function FrameList({
    frames,
    zone,
    at,
    hasOlder,
    loadOlder,
    opened,
    open,
}: {
    frames: readonly Frame[];
    zone: string;
    at: string | undefined;
    hasOlder: boolean;
    loadOlder(): void;
    opened: number | undefined;
    open(frame: Frame): void;
}): ReactElement {
    const isPhone = useIsPhone();
    const box = useRef<HTMLDivElement>(null);
    const rowPx = isPhone ? PHONE_ROW_PX : ROW_PX;
    const virtualizer = useVirtualizer({
        count: frames.length,
        getScrollElement: () => box.current,
        estimateSize: () => rowPx,
        getItemKey: (index) => frames[index]?.id ?? index,
        overscan: 8,
    });
    useStayingInPlace(box, frames, rowPx, at !== undefined);
    const atMs = at === undefined ? null : Date.parse(at);
    const here = atMs === null ? -1 : frames.findIndex((frame) => Date.parse(frame.at) <= atMs);
    const pairOf = frames.find(({ id }) => id === opened)?.message_id ?? null;
    const rows = virtualizer.getVirtualItems();
    const last = rows.at(-1)?.index ?? -1;
    useEffect(() => {
        if (hasOlder && last >= frames.length - 10) {
            loadOlder();
        }
    }, [hasOlder, last, frames.length, loadOlder]);
    return (
        <div ref={box} className={classes["box"]}>
            <ol className={classes["list"]} aria-label="Frames" style={{ height: virtualizer.getTotalSize() }}>
                {rows.map(({ index, key, start }) => {
                    const frame = frames[index];
                    return (
                        frame !== undefined && (
                            <li
                                key={key}
                                className={classes["place"]}
                                aria-setsize={hasOlder ? -1 : frames.length}
                                aria-posinset={index + 1}
                                style={{ height: rowPx, transform: `translateY(${start}px)` }}
                            >
                                <Row
                                    frame={frame}
                                    zone={zone}
                                    isOpen={frame.id === opened}
                                    isPair={pairOf !== null && frame.message_id === pairOf && frame.id !== opened}
                                    isHere={index === here}
                                    open={() => open(frame)}
                                />
                            </li>
                        )
                    );
                })}
            </ol>
        </div>
    );
}

function Row({
    frame,
    zone,
    isOpen,
    isPair,
    isHere,
    open,
}: {
    frame: Frame;
    zone: string;
    isOpen: boolean;
    isPair: boolean;
    isHere: boolean;
    open(): void;
}): ReactElement {
    const Arrow = frame.direction === "in" ? IconArrowLeft : IconArrowRight;
    const told = isCall(frame) ? frame.answer : frame;
    const outcome = told?.outcome ?? null;
    const latencyS = told?.latency_s ?? null;
    return (
        <button
            type="button"
            className={classes["row"]}
            aria-expanded={isOpen}
            data-pair={isPair || undefined}
            data-here={isHere || undefined}
            onClick={open}
        >
            <time dateTime={frame.at} title={formatUtc(frame.at)} className={classes["time"]}>
                {shortTime(frame.at, zone)}
            </time>
            <span className={classes["way"]} data-direction={frame.direction} title={wayInWords(frame.direction)}>
                <Arrow size={14} aria-hidden />
                <VisuallyHidden>{wayInWords(frame.direction)}</VisuallyHidden>
            </span>
            <span className={classes["action"]}>{frame.action ?? kindInWords(frame.kind)}</span>
            <span className={classes["kind"]}>{kindInWords(frame.kind)}</span>
            <span className={classes["outcome"]} data-tone={told === null ? undefined : toneOfAnswer(told)}>
                {outcome ?? (told === null ? "…" : "")}
            </span>
            <span className={classes["latency"]}>{latencyS === null ? "" : formatDuration(latencyS)}</span>
            <code className={classes["text"]} aria-hidden>
                {frame.text}
            </code>
        </button>
    );
}

/** "14:03:59.120", with the day if that is not today. */
function shortTime(at: string, zone: string): string {
    const ms = String(new Date(at).getUTCMilliseconds()).padStart(3, "0");
    const day = formatDate(at, zone);
    const isToday = day === formatDate(new Date().toISOString(), zone);
    return `${isToday ? "" : `${day.slice(5)} `}${formatTimeOfDay(at, zone)}.${ms}`;
}

/** Keeps what is in sight where it is while frames come above it; who is at the top sees them come. */
function useStayingInPlace(
    box: { current: HTMLDivElement | null },
    frames: readonly Frame[],
    rowPx: number,
    isInThePast: boolean,
): void {
    const first = useRef<number | undefined>(undefined);
    const isAtBegin = useRef(isInThePast);
    useLayoutEffect(() => {
        const added = first.current === undefined ? 0 : frames.findIndex(({ id }) => id === first.current);
        first.current = frames[0]?.id;
        const element = box.current;
        if (element === null || added <= 0) {
            return;
        }
        if (isAtBegin.current) {
            isAtBegin.current = false;
            element.scrollTop += Math.max(0, added - BEFORE) * rowPx;
        } else if (element.scrollTop > 0) {
            element.scrollTop += added * rowPx;
        }
    }, [box, frames, rowPx]);
}
