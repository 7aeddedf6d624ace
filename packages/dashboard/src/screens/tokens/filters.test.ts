import { expect, it } from "vitest";
import { queryOf } from "./filters";

it("without a status the refusals are asked for", () => {
    expect(queryOf({}).status).toBe("refused");
    expect(queryOf({ status: "nonsense" }).status).toBe("refused");
    expect(queryOf({ status: "all" }).status).toBeUndefined();
    expect(queryOf({ status: "Blocked" }).status).toBe("Blocked");
});

it("days go from midnight to the midnight after the last one", () => {
    const { from, to } = queryOf({ from: "2026-05-01", to: "2026-05-31" });
    expect(from).toBe(new Date(2026, 4, 1).toISOString());
    expect(to).toBe(new Date(2026, 5, 1).toISOString());
});

it("what is no day is left out", () => {
    expect(queryOf({ from: "yesterday" }).from).toBeUndefined();
});
