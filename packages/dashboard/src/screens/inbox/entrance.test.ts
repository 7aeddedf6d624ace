import { expect, it } from "vitest";
import { faultOf, isOnlyHere, urlFor } from "./entrance";

it("an identity is written as URLs want it", () => {
    expect(urlFor("ws://csms.example:9000", "CP 1")).toBe("ws://csms.example:9000/CP%201");
});

it.each(["a/b", "a?", "#1", "a\u0000", "x".repeat(256)])("%j is no identity", (identity) => {
    expect(faultOf(identity)).not.toBeNull();
});

it.each(["", "CP1", "DE*ABC*E1", "Säule 1"])("%j is one, or is still to be typed", (identity) => {
    expect(faultOf(identity)).toBeNull();
});

it.each([
    ["ws://127.0.0.1:9000", true],
    ["ws://localhost:9000", true],
    ["ws://[::1]:9000", true],
    ["ws://192.0.2.7:9000", false],
    ["wss://charging.example.com/ocpp", false],
])("%s is reached from this machine only: %s", (url, isIt) => {
    expect(isOnlyHere(url)).toBe(isIt);
});
