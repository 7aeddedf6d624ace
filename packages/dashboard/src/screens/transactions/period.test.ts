import { expect, test } from "vitest";
import { boundsOf } from "./period";

const TODAY = "2026-05-10";

test("today begins at midnight there, and has no end yet", () => {
    expect(boundsOf({ period: "today" }, "Europe/Berlin", TODAY)).toEqual({
        from: "2026-05-09T22:00:00.000Z",
        to: undefined,
    });
    expect(boundsOf({ period: "yesterday" }, "Europe/Berlin", TODAY)).toEqual({
        from: "2026-05-08T22:00:00.000Z",
        to: "2026-05-09T22:00:00.000Z",
    });
});

test("seven days are seven with today", () => {
    expect(boundsOf({ period: "week" }, "UTC", TODAY).from).toBe("2026-05-04T00:00:00.000Z");
});

test("the last day belongs to the days", () => {
    expect(boundsOf({ from: "2026-05-01", to: "2026-05-31" }, "UTC", TODAY)).toEqual({
        from: "2026-05-01T00:00:00.000Z",
        to: "2026-06-01T00:00:00.000Z",
    });
});
