import { expect, it } from "vitest";
import { isLike, zonesWith } from "./zones";

it("those of the browser can be chosen, UTC, and what a site has already", () => {
    const zones = zonesWith("Europe/Kyiv", "Mars/Olympus_Mons");
    expect(zones).toContain("America/New_York");
    expect(zones).toContain("UTC");
    expect(zones).toContain("Mars/Olympus_Mons");
    expect(new Set(zones).size).toBe(zones.length);
});

it.each([
    ["new york", true],
    ["New_York", true],
    ["america/new", true],
    ["  america", true],
    ["", true],
    ["york new", false],
])("America/New_York for %j: %s", (searched, isFound) => {
    expect(isLike("America/New_York", searched)).toBe(isFound);
});
