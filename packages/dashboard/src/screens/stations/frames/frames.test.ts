import { describe, expect, it } from "vitest";
import type { Frame } from "../../../api/schema";
import { asCsmsSend, hasMask, payloadOf, prettyJson, toneOfAnswer } from "./frames";

function frame(given: Partial<Frame>): Frame {
    return {
        id: 1,
        station: "CP1",
        at: "2026-05-01T12:00:00Z",
        direction: "out",
        kind: 2,
        message_id: "m",
        action: "Reset",
        outcome: null,
        latency_s: null,
        answer: null,
        text: '[2,"m","Reset",{"type":"Soft"}]',
        ...given,
    };
}

describe("JSON", () => {
    it("is broken into lines, and numbers keep all their digits", () => {
        expect(prettyJson('[2,"a",{"n":12345678901234567890.10,"t":"x:{,\\"}","e":{},"l":[ ]}]')).toBe(
            '[\n  2,\n  "a",\n  {\n    "n": 12345678901234567890.10,\n    "t": "x:{,\\"}",\n    "e": {},\n    "l": []\n  }\n]',
        );
    });

    it("that is none stays as it is", () => {
        expect(prettyJson('[2,"a",')).toBe('[2,"a",');
    });
});

describe("answers", () => {
    it("are good, bad or neither", () => {
        expect(toneOfAnswer(frame({ kind: 3, outcome: "Accepted" }))).toBe("good");
        expect(toneOfAnswer(frame({ kind: 3, outcome: "Rejected" }))).toBe("bad");
        expect(toneOfAnswer(frame({ kind: 4, outcome: "GenericError" }))).toBe("bad");
        expect(toneOfAnswer(frame({ kind: 3 }))).toBeUndefined();
    });
});

describe("a call of ours", () => {
    it("is the command that sends it, quoted for a shell", () => {
        expect(asCsmsSend(frame({}))).toBe(`csms send CP1 Reset '{"type":"Soft"}'`);
        expect(asCsmsSend(frame({ station: "it's 1", text: '[2, "m", "Reset", {"a":["x]y"]} ]' }))).toBe(
            `csms send 'it'\\''s 1' Reset '{"a":["x]y"]}'`,
        );
        expect(asCsmsSend(frame({ text: `[2,"m","Reset",{"a":"it's"}]` }))).toBe(
            `csms send CP1 Reset '{"a":"it'\\''s"}'`,
        );
    });

    it("is one of ours, and whole", () => {
        expect(asCsmsSend(frame({ direction: "in" }))).toBeNull();
        expect(payloadOf(frame({ kind: 3 }))).toBeNull();
        expect(payloadOf(frame({ text: '[2,"m","Reset",{"type":"So' }))).toBeNull();
    });

    it("says that it is not as it was if a secret is masked", () => {
        expect(hasMask(frame({ text: '[2,"m","ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}]' }))).toBe(
            true,
        );
        expect(hasMask(frame({}))).toBe(false);
    });
});
