import { describe, expect, it } from "vitest";
import { LONGEST_MS, pan, percentAt, SHORTEST_MS, ticksOf, zoom } from "./view";

const HOUR = 3_600_000;
const DAY = { fromMs: 0, toMs: 24 * HOUR };

describe("a view", () => {
    it("is zoomed around an instant, which stays where it is", () => {
        const view = zoom(DAY, 0.5, 6 * HOUR, DAY.toMs);
        expect(view).toEqual({ fromMs: 3 * HOUR, toMs: 15 * HOUR });
        expect(percentAt(view, 6 * HOUR)).toBe(25);
    });

    it("is neither shorter nor longer than makes sense", () => {
        const short = zoom(DAY, 1e-9, 0, DAY.toMs);
        expect(short.toMs - short.fromMs).toBe(SHORTEST_MS);
        const long = zoom(DAY, 1e9, 0, DAY.toMs);
        expect(long.toMs - long.fromMs).toBe(LONGEST_MS);
    });

    it("does not become longer into the time to come", () => {
        expect(zoom(DAY, 2, 12 * HOUR, DAY.toMs)).toEqual({ fromMs: -24 * HOUR, toMs: 24 * HOUR });
        expect(zoom(DAY, 2, 12 * HOUR, 30 * HOUR)).toEqual({ fromMs: -18 * HOUR, toMs: 30 * HOUR });
    });

    it("is moved, but not behind what there is", () => {
        expect(pan(DAY, -0.5, DAY.toMs)).toEqual({ fromMs: -12 * HOUR, toMs: 12 * HOUR });
        expect(pan(DAY, 1, 30 * HOUR)).toEqual({ fromMs: 6 * HOUR, toMs: 30 * HOUR });
        expect(pan(DAY, 1, 20 * HOUR)).toEqual(DAY);
    });
});

describe("ticks", () => {
    it("are at round times of the zone", () => {
        expect(ticksOf(DAY, 8, 0)).toEqual({
            step: 3 * HOUR,
            at: [0, 3, 6, 9, 12, 15, 18, 21, 24].map((h) => h * HOUR),
        });
        expect(ticksOf(DAY, 4, 2 * HOUR).at).toEqual([4, 10, 16, 22].map((h) => h * HOUR));
    });

    it("are few, however long the time is", () => {
        expect(ticksOf({ fromMs: 0, toMs: 31 * 24 * HOUR }, 4, 0).at.length).toBeLessThan(6);
        expect(ticksOf({ fromMs: 0, toMs: 10_000 }, 4, 0)).toEqual({ step: 5000, at: [0, 5000, 10_000] });
    });
});
