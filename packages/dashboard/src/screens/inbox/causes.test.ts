import { expect, it } from "vitest";
import { CAUSE_NAMES, isHelpedByAccepting, remedyOf, titleOf } from "./causes";

it("what can be done on this page needs no command line", () => {
    const remedy = "If it is yours, accept it: csms station accept CP1";
    expect(remedyOf({ cause: "waits", remedy })).toBe("If it is yours, accept it: it goes to work at once.");
    expect(
        CAUSE_NAMES.filter(isHelpedByAccepting)
            .map((cause) => remedyOf({ cause, remedy }))
            .join(),
    ).not.toContain("csms ");
});

it("what can only be done elsewhere is said as the server says it", () => {
    expect(isHelpedByAccepting("went_away")).toBe(false);
    expect(remedyOf({ cause: "went_away", remedy: "Look at the network" })).toBe("Look at the network");
});

it("no two causes look the same", () => {
    expect(new Set(CAUSE_NAMES.map(titleOf)).size).toBe(CAUSE_NAMES.length);
});
