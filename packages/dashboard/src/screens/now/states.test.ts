import { expect, it } from "vitest";
import { STATES, severityOf, wordsOf } from "./states";

it("the worst comes first", () => {
    expect([...STATES].sort((a, b) => severityOf(a) - severityOf(b))).toEqual(STATES);
    expect(severityOf("faulted")).toBeLessThan(severityOf("offline"));
});

it("the words of OCPP 1.6 say more of who is there", () => {
    expect(wordsOf({ state: "occupied", status: "Finishing" })).toBe("Finishing");
    expect(wordsOf({ state: "faulted", status: "Finishing" })).toBe("Faulted");
});
