import { expect, test } from "vitest";
import { panned, SHORTEST_S, showing, zoomed } from "./spans";

const WHOLE = [1000, 2000] as const;

test("a shorter part keeps the moment under the cursor where it is", () => {
    expect(zoomed(WHOLE, 0.5, 1250, WHOLE)).toEqual([1125, 1625]);
});

test("a longer part stays within the whole, and is the whole in the end", () => {
    expect(zoomed([1000, 1400], 2, 1000, WHOLE)).toEqual([1000, 1800]);
    expect(zoomed([1900, 2000], 2, 1900, WHOLE)).toEqual([1800, 2000]);
    expect(zoomed([1200, 1800], 2, 1500, WHOLE)).toBeNull();
});

test("no part is shorter than what is sampled", () => {
    const [begin, end] = zoomed([1500, 1512], 0.5, 1506, WHOLE) ?? [0, 0];
    expect(end - begin).toBe(SHORTEST_S);
});

test("a part is moved, and no further than to the end", () => {
    expect(panned([1000, 1200], 0.5, WHOLE)).toEqual([1100, 1300]);
    expect(panned([1700, 1900], 1, WHOLE)).toEqual([1800, 2000]);
    expect(panned([1100, 1300], -1, WHOLE)).toEqual([1000, 1200]);
});

test("a moment that is not seen is brought into the middle", () => {
    expect(showing([1000, 1200], 1100, WHOLE)).toEqual([1000, 1200]);
    expect(showing([1000, 1200], 1500, WHOLE)).toEqual([1400, 1600]);
    expect(showing([1000, 1200], 1990, WHOLE)).toEqual([1800, 2000]);
});
