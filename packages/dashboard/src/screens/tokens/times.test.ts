import { expect, it } from "vitest";
import { fromField, toField } from "./times";

it("a time comes back from its field, to the minute", () => {
    expect(fromField(toField("2026-05-01T12:03:59Z"))).toBe("2026-05-01T12:03:00.000Z");
});

it("none is none", () => {
    expect(toField(null)).toBe("");
    expect(fromField("")).toBeNull();
});
