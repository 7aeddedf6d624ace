import { useComputedColorScheme } from "@mantine/core";
import { type ReactElement, useEffect, useEffectEvent, useMemo, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatDate, formatQuantity, formatTimeOfDay } from "../../parts/format";
import { useIsPhone } from "../../parts/useIsPhone";
import classes from "./Chart.module.css";
import { decimated, indexAt, type Line, type Series, valueAt } from "./series";
import type { Span } from "./spans";

/** Into how many stretches of time a chart is divided at most: more than a screen has room for. */
const STRETCHES = 600;
const AXIS_WIDTH = 52;
const DASHES: Partial<Record<Line["kind"], number[]>> = { limit: [2, 4], l2: [9, 5], l3: [4, 8], n: [1, 5] };

/**
 * Lines over time, with their values at a moment as the legend.
 *
 * @param cursor the moment that is looked at; null: the last one.
 * @param zone in which the times of the axis are.
 * @param onCursor somebody points at a moment, or at none.
 * @param onZoom somebody has chosen a stretch, or wants all of it.
 */
export function Chart({
    series,
    span,
    cursor,
    zone,
    onCursor,
    onZoom,
}: {
    series: Series;
    span: Span;
    cursor: number | null;
    zone: string;
    onCursor(at: number | null): void;
    onZoom(span: Span | null): void;
}): ReactElement {
    const place = useRef<HTMLDivElement>(null);
    const figure = useRef<HTMLElement>(null);
    const plot = useRef<uPlot>(null);
    const isPhone = useIsPhone();
    const scheme = useComputedColorScheme();
    const point = useEffectEvent(onCursor);
    const zoom = useEffectEvent(onZoom);
    const data = useMemo(() => drawn(series), [series]);
    const latest = useEffectEvent(() => ({ data, span }));
    const { title, unit } = series;
    const kinds = series.lines.map((line) => line.kind).join(" ");

    // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the scheme changes
    useEffect(() => {
        const parent = place.current;
        const legend = figure.current;
        if (parent === null || legend === null) {
            return;
        }
        const made = new uPlot(
            optionsOf({
                kinds: kinds.split(" ") as Line["kind"][],
                unit,
                zone,
                width: parent.clientWidth,
                height: isPhone ? 150 : 170,
                colour: (name) => colourOf(legend, name),
                onCursor: (at) => point(at),
                onZoom: (chosen) => zoom(chosen),
            }),
            latest().data,
            parent,
        );
        const [begin, end] = latest().span;
        made.setScale("x", { min: begin, max: end });
        plot.current = made;
        const observer = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: made.height }));
        observer.observe(parent);
        return () => {
            observer.disconnect();
            made.destroy();
            plot.current = null;
        };
    }, [kinds, unit, zone, isPhone, scheme]);

    const [begin, end] = span;
    useEffect(() => {
        plot.current?.batch(() => {
            plot.current?.setData(data, false);
            plot.current?.setScale("x", { min: begin, max: end });
        });
    }, [data, begin, end]);

    useEffect(() => {
        const chart = plot.current;
        if (chart !== null) {
            const left = cursor === null ? -10 : chart.valToPos(cursor, "x");
            chart.setCursor({ left, top: cursor === null ? -10 : 0 }, false);
        }
    }, [cursor]);

    const index = cursor === null ? series.times.length - 1 : indexAt(series.times, cursor);
    return (
        <figure className={classes["chart"]} ref={figure} aria-label={title}>
            <figcaption className={classes["caption"]}>
                <span className={classes["title"]}>
                    {title} <span className={classes["unit"]}>in {unit}</span>
                </span>
                <ul className={classes["legend"]} aria-label={`${title}: lines`}>
                    {series.lines.map((line) => (
                        <li key={line.kind}>
                            <span className={classes["swatch"]} data-line={line.kind} />
                            {line.label} <b>{formatQuantity(valueAt(line, index), unit)}</b>
                        </li>
                    ))}
                </ul>
            </figcaption>
            <span className={classes["axis"]} data-line="axis" />
            <span className={classes["grid"]} data-line="grid" />
            <div ref={place} className={classes["plot"]} role="img" aria-label={summaryOf(series)} />
        </figure>
    );
}

/** A chart in words: "Power: from 0 kW to 11.04 kW, at last 3.5 kW. Limit: …" */
export function summaryOf({ title, unit, lines, times }: Series): string {
    const told = lines.map((line) => {
        const values = line.values.filter((value) => value !== null);
        const low = values.reduce((one, other) => Math.min(one, other));
        const high = values.reduce((one, other) => Math.max(one, other));
        const last = valueAt(line, times.length - 1);
        return `${line.label}: from ${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}, at last ${formatQuantity(last, unit)}.`;
    });
    return `${title} over time. ${told.join(" ")}`;
}

function drawn({ times, lines }: Series): uPlot.AlignedData {
    const kept = decimated(times, lines, STRETCHES);
    return [
        kept.map((index) => times[index] ?? 0),
        ...lines.map((line) => kept.map((index) => line.values[index] ?? null)),
    ];
}

/** The colour of a name in the style sheet, as a canvas understands it. */
function colourOf(figure: HTMLElement, name: string): string {
    const swatch = figure.querySelector(`[data-line="${name}"]`);
    return getComputedStyle(swatch ?? figure).color;
}

interface Wanted {
    kinds: Line["kind"][];
    unit: Series["unit"];
    zone: string;
    width: number;
    height: number;
    colour(name: string): string;
    onCursor(at: number | null): void;
    onZoom(span: Span | null): void;
}

function optionsOf({ kinds, unit, zone, width, height, colour, onCursor, onZoom }: Wanted): uPlot.Options {
    const text = colour("axis");
    const rule = { stroke: colour("grid"), width: 1 };
    const axis: uPlot.Axis = { stroke: text, grid: rule, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    return {
        width,
        height,
        padding: [8, 26, 0, 0],
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), zone),
        legend: { show: false },
        cursor: {
            y: false,
            drag: { x: true, y: false, setScale: false },
            bind: {
                dblclick: () => () => {
                    onZoom(null);
                    return null;
                },
            },
        },
        scales: {
            x: { time: true },
            y: { range: unit === "%" ? [0, 100] : (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.1] },
        },
        axes: [
            {
                ...axis,
                size: 26,
                gap: 4,
                space: 70,
                values: (_, splits, __, ___, step) => splits.map((at) => formatTick(at, step, zone)),
            },
            { ...axis, size: AXIS_WIDTH, gap: 4, space: 34 },
        ],
        series: [
            {},
            ...kinds.map((kind): uPlot.Series => {
                const line: uPlot.Series = {
                    stroke: colour(kind),
                    width: kind === "limit" ? 1.5 : 2,
                    spanGaps: true,
                    // A line of one point is none.
                    points: { show: isAlone, size: 6, fill: colour(kind) },
                };
                const dash = DASHES[kind];
                if (dash !== undefined) {
                    line.dash = dash;
                }
                const stepped = uPlot.paths.stepped;
                if (kind === "limit" && stepped !== undefined) {
                    line.paths = stepped({ align: 1 });
                }
                return line;
            }),
        ],
        hooks: {
            setCursor: [
                (chart) => {
                    const left = chart.cursor.left ?? -1;
                    onCursor(left < 0 ? null : chart.posToVal(left, "x"));
                },
            ],
            setSelect: [
                (chart) => {
                    const { left, width: chosen } = chart.select;
                    if (chosen > 4) {
                        onZoom([chart.posToVal(left, "x"), chart.posToVal(left + chosen, "x")]);
                    }
                    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
                },
            ],
        },
    };
}

function isAlone(chart: uPlot, index: number): boolean {
    const values: ArrayLike<number | null | undefined> = chart.data[index] ?? [];
    return Array.from(values).filter((value) => value != null).length < 2;
}

function formatTick(at: number, step: number, zone: string): string {
    const moment = new Date(at * 1000).toISOString();
    if (step >= 86_400) {
        return formatDate(moment, zone).slice(5);
    }
    const time = formatTimeOfDay(moment, zone);
    return step < 60 ? time : time.slice(0, 5);
}
