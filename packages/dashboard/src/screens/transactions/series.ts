/** Meter samples as lines over time. */

import type { ChargingTransaction, MeterSample } from "../../api/schema";

/** What a line looks like: the style sheet has a colour for each. */
export type LineKind = "power" | "export" | "limit" | "energy" | "l1" | "l2" | "l3" | "n" | "soc";

/** One line of a chart; null: not said at that time. */
export interface Line {
    kind: LineKind;
    label: string;
    values: (number | null)[];
}

/** Lines of the same unit over the same times. */
export interface Series {
    title: string;
    unit: "kW" | "kWh" | "A" | "%";
    /** POSIX seconds, ascending. */
    times: number[];
    lines: Line[];
}

type Field = {
    [K in keyof MeterSample]-?: MeterSample[K] extends number | null ? K : never;
}[keyof MeterSample];

type Point = { at: number } & Partial<Record<Field, number>>;

const POWER: readonly [LineKind, string, Field][] = [
    ["power", "Power", "power_import_w"],
    ["export", "Given back", "power_export_w"],
    ["limit", "Limit", "power_offered_w"],
];
const PHASES: readonly [LineKind, string, Field][] = [
    ["l1", "L1", "current_l1_a"],
    ["l2", "L2", "current_l2_a"],
    ["l3", "L3", "current_l3_a"],
    ["n", "Neutral", "current_n_a"],
];
const LIMIT: [LineKind, string, Field] = ["limit", "Limit", "current_offered_a"];

/** What the station has said of the registers at begin and end, beside the samples. */
export type Ends = Pick<ChargingTransaction, "started_at" | "ended_at" | "meter_start_wh" | "meter_stop_wh">;

/**
 * Returns the charts of a transaction: power, energy, current and state of charge, those of which something is known.
 *
 * @param samples what the meter showed, in order of time.
 */
export function seriesOf(samples: readonly MeterSample[], ends: Ends): Series[] {
    const points = pointsOf(samples, ends);
    const phases = lines(points, PHASES, 1);
    const current = phases.length > 0 ? phases : lines(points, [["l1", "Current", "current_import_a"]], 1);
    const found: [string, Series["unit"], Line[]][] = [
        ["Power", "kW", lines(points, POWER, 0.001)],
        ["Energy", "kWh", energy(points, ends.meter_start_wh)],
        ["Current", "A", [...current, ...lines(points, [LIMIT], 1)]],
        ["State of charge", "%", lines(points, [["soc", "Battery", "soc_percent"]], 1)],
    ];
    const times = points.map((point) => point.at);
    return found
        .filter(([, , all]) => all.length > 0)
        .map(([title, unit, all]) => ({ title, unit, times, lines: all }));
}

/** Samples of the same time are one point; begin and end are points, too. */
function pointsOf(samples: readonly MeterSample[], ends: Ends): Point[] {
    const points = new Map<number, Point>();
    for (const sample of [
        atEnd(ends.started_at, ends.meter_start_wh),
        ...samples,
        atEnd(ends.ended_at, ends.meter_stop_wh),
    ]) {
        if (sample === null) {
            continue;
        }
        const at = Date.parse(sample.sampled_at) / 1000;
        const point: Point = points.get(at) ?? { at };
        for (const [name, value] of Object.entries(sample)) {
            if (typeof value === "number") {
                point[name as Field] = value;
            }
        }
        points.set(at, point);
    }
    return [...points.values()].sort((one, other) => one.at - other.at);
}

function atEnd(
    at: string | null,
    register: number | null,
): Pick<MeterSample, "sampled_at" | "energy_import_wh"> | null {
    return at === null || register === null ? null : { sampled_at: at, energy_import_wh: register };
}

function lines(points: readonly Point[], wanted: readonly [LineKind, string, Field][], factor: number): Line[] {
    return wanted
        .map(([kind, label, field]) => ({
            kind,
            label,
            values: points.map((point) => scaled(point[field], factor)),
        }))
        .filter((line) => line.values.some((value) => value !== null));
}

function scaled(value: number | undefined, factor: number): number | null {
    return value === undefined ? null : value * factor;
}

/** What was delivered since the begin; where the registers do not fit it, the registers themselves. */
function energy(points: readonly Point[], meterStartWh: number | null): Line[] {
    const [register] = lines(points, [["energy", "Meter", "energy_import_wh"]], 0.001);
    if (register === undefined) {
        const [intervals] = lines(points, [["energy", "Delivered", "energy_interval_import_wh"]], 0.001);
        return intervals === undefined ? [] : [{ ...intervals, values: summed(intervals.values) }];
    }
    const known = register.values.filter((value) => value !== null);
    const start = meterStartWh === null ? known[0] : meterStartWh / 1000;
    if (start === undefined || known.some((value) => value < start)) {
        return [register];
    }
    const values = register.values.map((value) => (value === null ? null : value - start));
    return [{ kind: "energy", label: "Delivered", values }];
}

function summed(values: readonly (number | null)[]): (number | null)[] {
    let sum = 0;
    return values.map((value) => {
        sum += value ?? 0;
        return value === null ? null : sum;
    });
}

/**
 * Returns which points to draw of so many that a screen cannot show them: of each stretch of time the first and the
 * last one, and the lowest and the highest one of each line, so that no peak is lost.
 *
 * @param times ascending.
 * @param all the lines over them.
 * @param stretches into how many the time is divided.
 */
export function decimated(times: readonly number[], all: readonly Line[], stretches: number): number[] {
    const first = times[0];
    const last = times.at(-1);
    if (first === undefined || last === undefined || times.length <= stretches * 2) {
        return times.map((_, index) => index);
    }
    const width = (last - first) / stretches;
    const kept = new Set<number>();
    let begin = 0;
    while (begin < times.length) {
        const stretch = Math.floor(((times[begin] ?? last) - first) / width);
        let end = begin + 1;
        while (end < times.length && Math.floor(((times[end] ?? last) - first) / width) === stretch) {
            end += 1;
        }
        kept.add(begin).add(end - 1);
        for (const line of all) {
            for (const index of extremes(line.values, begin, end)) {
                kept.add(index);
            }
        }
        begin = end;
    }
    return [...kept].sort((one, other) => one - other);
}

function extremes(values: readonly (number | null)[], begin: number, end: number): number[] {
    let lowest: number | undefined;
    let highest: number | undefined;
    for (let index = begin; index < end; index += 1) {
        const value = values[index];
        if (value == null) {
            continue;
        }
        if (lowest === undefined || value < (values[lowest] ?? value)) {
            lowest = index;
        }
        if (highest === undefined || value > (values[highest] ?? value)) {
            highest = index;
        }
    }
    return [lowest, highest].filter((index) => index !== undefined);
}

/** The position of the last time that is not after a moment; the first one, if all are. */
export function indexAt(times: readonly number[], at: number): number {
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((times[middle] ?? Number.POSITIVE_INFINITY) <= at) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/** The value of a line at a position, or the one before that was said last. */
export function valueAt(line: Line, index: number): number | null {
    for (let position = index; position >= 0; position -= 1) {
        const value = line.values[position];
        if (value != null) {
            return value;
        }
    }
    return null;
}
