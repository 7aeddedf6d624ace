/** Days of the calendar: "2026-05-01", in the zone of a site. */

import { formatTime } from "./format";

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
