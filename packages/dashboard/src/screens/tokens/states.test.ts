import { expect, it } from "vitest";
import { isNamed, stateOf } from "./states";

const NOW = Date.parse("2026-05-01T12:00:00Z");

it.each([
    [{ is_blocked: true, expires_at: null }, "Blocked"],
    [{ is_blocked: true, expires_at: "2026-05-01T11:00:00Z" }, "Blocked"],
    [{ is_blocked: false, expires_at: "2026-05-01T12:00:00Z" }, "Expired"],
    [{ is_blocked: false, expires_at: "2026-05-01T12:00:01Z" }, "May charge"],
    [{ is_blocked: false, expires_at: null }, "May charge"],
])("%j: %s", (token, words) => {
    expect(stateOf(token, NOW).words).toBe(words);
});

it("a secret cannot be looked for", () => {
    expect(isNamed({ id_token: "********" })).toBe(false);
    expect(isNamed({ id_token: " " })).toBe(false);
    expect(isNamed({ id_token: "04A1" })).toBe(true);
});
