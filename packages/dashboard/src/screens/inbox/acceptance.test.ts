import { describe, expect, it } from "vitest";
import type { Station } from "../../api/schema";
import { acceptanceOf, type Choices, faultOfPassword, firstChoices } from "./acceptance";

const KNOWN = { security_profile: 2, has_password: true, site: 7, note: "at the gate" } as Station;

function chosen(change: Partial<Choices>): Choices {
    return { ...firstChoices(null, false), ...change };
}

describe("what is sent", () => {
    it("of a stranger is its profile alone", () => {
        expect(acceptanceOf(chosen({}), null)).toEqual({ security_profile: 0 });
    });

    it("has a password only where the profile wants one", () => {
        expect(acceptanceOf(chosen({ profile: 1 }), null)).toEqual({ security_profile: 1, password: "generate" });
        expect(acceptanceOf(chosen({ profile: 2, password: "type", typed: "s3cret" }), null).password).toBe("s3cret");
        expect(acceptanceOf(chosen({ profile: 3, password: "type", typed: "s3cret" }), null)).toEqual({
            security_profile: 3,
        });
    });

    it("leaves what a known station has", () => {
        expect(acceptanceOf(firstChoices(KNOWN, false), KNOWN)).toEqual({ security_profile: 2, site: 7 });
    });

    it("has the site and a note that was changed", () => {
        expect(acceptanceOf(chosen({ site: 3, note: "new" }), null)).toEqual({
            security_profile: 0,
            site: 3,
            note: "new",
        });
    });
});

it("a wrong password is made anew", () => {
    expect(firstChoices(KNOWN, true).password).toBe("generate");
    expect(firstChoices(KNOWN, false).password).toBe("keep");
});

it("a password that is to be typed is asked for", () => {
    expect(faultOfPassword(chosen({ profile: 1, password: "type" }))).not.toBeNull();
    expect(faultOfPassword(chosen({ profile: 1, password: "type", typed: "x".repeat(65) }))).not.toBeNull();
    expect(faultOfPassword(chosen({ profile: 1, password: "type", typed: "x" }))).toBeNull();
    expect(faultOfPassword(chosen({ profile: 0, password: "type" }))).toBeNull();
});
