/** The time that a timeline shows: how it is moved and made longer or shorter. All times are ms since 1970. */

export interface View {
    fromMs: number;
    toMs: number;
}

export const SHORTEST_MS = 10_000;
export const LONGEST_MS = 31 * 86_400_000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
    ...[1, 5, 15, 30].map((each) => each * SECOND),
    ...[1, 5, 15, 30].map((each) => each * MINUTE),
    ...[1, 3, 6, 12].map((each) => each * HOUR),
    ...[1, 2, 7].map((each) => each * DAY),
];

/** Returns the view made shorter (a factor below 1) or longer around an instant; it never ends after `latestMs`. */
export function zoom({ fromMs, toMs }: View, factor: number, aroundMs: number, latestMs: number): View {
    const lengthMs = Math.min(Math.max((toMs - fromMs) * factor, SHORTEST_MS), LONGEST_MS);
    const share = (aroundMs - fromMs) / (toMs - fromMs);
    const start = Math.round(Math.min(aroundMs - share * lengthMs, Math.max(latestMs, toMs) - lengthMs));
    return { fromMs: start, toMs: Math.round(start + lengthMs) };
}

/** Returns the view so much later, in lengths of its own; it never ends after `latestMs`. */
export function pan({ fromMs, toMs }: View, lengths: number, latestMs: number): View {
    const wanted = Math.round((toMs - fromMs) * lengths);
    const byMs = wanted > 0 ? Math.min(wanted, Math.max(0, latestMs - toMs)) : wanted;
    return { fromMs: fromMs + byMs, toMs: toMs + byMs };
}

/** Returns where an instant is in a view, in percent of its width. */
export function percentAt({ fromMs, toMs }: View, atMs: number): number {
    return ((atMs - fromMs) / (toMs - fromMs)) * 100;
}

/** Returns the round times of a zone in a view, at most so many. `offsetMs` is what its clocks are ahead of UTC. */
export function ticksOf({ fromMs, toMs }: View, count: number, offsetMs: number): { step: number; at: number[] } {
    const step = STEPS.find((each) => (toMs - fromMs) / each <= count) ?? 7 * DAY;
    const at: number[] = [];
    for (let tick = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs; tick <= toMs; tick += step) {
        at.push(tick);
    }
    return { step, at };
}

/** Tells whether ticks so far apart are named by their day. */
export function isByDay(step: number): boolean {
    return step >= DAY;
}

/** Tells whether ticks so far apart need seconds in their names. */
export function needsSeconds(step: number): boolean {
    return step < MINUTE;
}

/** Returns a time as the address and the API have it. */
export function toIso(ms: number): string {
    return new Date(ms).toISOString();
}
