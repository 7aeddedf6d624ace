import { expect, it } from "vitest";
import { inWords, toneOfConnector } from "./tones";

it.each([
    ["SuspendedEVSE", "Suspended EVSE"],
    ["EVConnected", "EV Connected"],
    ["fully_charged", "fully charged"],
    ["Available", "Available"],
])("%s is said as %s", (name, words) => {
    expect(inWords(name)).toBe(words);
});

it("a status that nobody knows is neither good nor bad", () => {
    expect(toneOfConnector("Dreaming")).toBe("note");
    expect(toneOfConnector("Faulted")).toBe("bad");
});
