import { expect, it } from "vitest";
import { queryOf } from "./filters";

it("without a status the refusals are asked for", () => {
    expect(queryOf({}, "UTC").status).toBe("refused");
    expect(queryOf({ status: "nonsense" }, "UTC").status).toBe("refused");
    expect(queryOf({ status: "all" }, "UTC").status).toBeUndefined();
    expect(queryOf({ status: "Blocked" }, "UTC").status).toBe("Blocked");
});

it("days go from midnight to the midnight after the last one, where the site is", () => {
    const { from, to } = queryOf({ from: "2026-05-01", to: "2026-05-31" }, "Europe/Berlin");
    expect([from, to]).toEqual(["2026-04-30T22:00:00.000Z", "2026-05-31T22:00:00.000Z"]);
});
