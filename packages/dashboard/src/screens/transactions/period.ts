/** Which days are looked at, in the zone of a site. */

import { formatTime } from "../../parts/format";

export const PERIODS = ["today", "yesterday", "week", "month"] as const;

/** Days that go along with the time. */
export type Period = (typeof PERIODS)[number];

export const PERIOD_WORDS: Record<Period, string> = {
    today: "Today",
    yesterday: "Yesterday",
    week: "Last 7 days",
    month: "Last 30 days",
};

/** Days as an address has them: days that go along with the time, or the first and the last one. */
export interface Days {
    period?: Period | undefined;
    /** "2026-05-01" */
    from?: string | undefined;
    /** "2026-05-31", which belongs to it. */
    to?: string | undefined;
}

/** The begin of the first day, and that of the day after the last one. */
export interface Bounds {
    from?: string | undefined;
    to?: string | undefined;
}

/**
 * Returns between which moments days are.
 *
 * @param days which ones.
 * @param zone of the time zone database.
 * @param today the day that it is there.
 */
export function boundsOf(days: Days, zone: string, today: string): Bounds {
    const [first, last] = daysOf(days, today);
    return {
        from: first === undefined ? undefined : startOfDay(first, zone),
        to: last === undefined ? undefined : startOfDay(dayAfter(last, 1), zone),
    };
}

function daysOf({ period, from, to }: Days, today: string): [string | undefined, string | undefined] {
    switch (period) {
        case "today":
            return [today, undefined];
        case "yesterday":
            return [dayAfter(today, -1), dayAfter(today, -1)];
        case "week":
            return [dayAfter(today, -6), undefined];
        case "month":
            return [dayAfter(today, -29), undefined];
        default:
            return [from, to];
    }
}

/** A day of the calendar as "2026-05-01", if it is one. */
export function asDay(value: unknown): string | undefined {
    if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
        return undefined;
    }
    const at = Date.parse(`${value}T00:00:00Z`);
    return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== value ? undefined : value;
}

/** The day that is so many days later. */
export function dayAfter(day: string, days: number): string {
    return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The moment at which a day begins in a zone, as RFC 3339 has it. */
export function startOfDay(day: string, zone: string): string {
    const wanted = Date.parse(`${day}T00:00:00Z`);
    // What the offset is at that moment is not known before the moment; the second guess is right.
    let moment = wanted - offsetAt(wanted, zone);
    moment = wanted - offsetAt(moment, zone);
    return new Date(moment).toISOString();
}

/** How far the clocks of a zone are ahead of UTC at a moment, in ms. */
function offsetAt(moment: number, zone: string): number {
    const shown = formatTime(new Date(moment).toISOString(), zone);
    return Date.parse(`${shown.replace(" ", "T")}Z`) - moment;
}
