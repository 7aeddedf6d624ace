import { describe, expect, test } from "vitest";
import { asDay, startOfDay } from "./days";

describe("a day begins when it does in the zone of the site", () => {
    test.each([
        ["2026-05-01", "UTC", "2026-05-01T00:00:00.000Z"],
        ["2026-05-01", "Europe/Berlin", "2026-04-30T22:00:00.000Z"],
        ["2026-01-01", "America/New_York", "2026-01-01T05:00:00.000Z"],
        // The clocks change in the night after, and in the night of, this day.
        ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
        ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
        ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
        ["2026-05-01", "Asia/Kathmandu", "2026-04-30T18:15:00.000Z"],
    ])("%s in %s", (day, zone, moment) => {
        expect(startOfDay(day, zone)).toBe(moment);
    });
});

test("what is no day is left out", () => {
    expect(asDay("2026-02-30")).toBeUndefined();
    expect(asDay("yesterday")).toBeUndefined();
    expect(asDay("2026-02-28")).toBe("2026-02-28");
});
