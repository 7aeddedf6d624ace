/** Which days are looked at, in the zone of a site. */

import { dayAfter, startOfDay } from "../../parts/days";

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
