/** What a frame says, as people read it and copy it. */

import type { Frame } from "../../../api/schema";

const KINDS: Record<number, string> = {
    2: "Call",
    3: "Result",
    4: "Error",
    5: "Result error",
    6: "Send",
};

/** What kind of frame it is, in words. */
export function kindInWords(kind: number): string {
    return KINDS[kind] ?? "No frame";
}

/** The message type number of what asks for an answer. */
export const CALL = 2;

/** Whether it asks for an answer. */
export function isCall(frame: Frame): boolean {
    return frame.kind === CALL;
}

/** Where a frame goes, in words. */
export function wayInWords(direction: Frame["direction"]): string {
    return direction === "in" ? "From the station" : "To the station";
}

/**
 * Returns JSON with line breaks and indents, and nothing else changed: numbers keep all their digits.
 *
 * What is no JSON is returned as it is.
 */
export function prettyJson(text: string): string {
    try {
        JSON.parse(text);
    } catch {
        return text;
    }
    let out = "";
    let depth = 0;
    const line = (): string => `\n${"  ".repeat(depth)}`;
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
        if (token === "{" || token === "[") {
            depth += 1;
            out += token + line();
        } else if (token === "}" || token === "]") {
            depth -= 1;
            const isEmpty = /[{[]\s*$/.test(out);
            out = isEmpty ? out.trimEnd() + token : out + line() + token;
        } else if (token === ",") {
            out += token + line();
        } else {
            out += token === ":" ? ": " : token;
        }
    }
    return out;
}

/** Returns the text of the payload of a call, exactly as it stands in it; null if it cannot be told. */
export function payloadOf(frame: Frame): string | null {
    if (!isCall(frame)) {
        return null;
    }
    const head = /^\s*\[\s*2\s*,\s*(?:"(?:[^"\\]|\\.)*"|-?\d+)\s*,\s*"[^"\\]*"\s*,\s*([\s\S]*?)\s*\]\s*$/.exec(
        frame.text,
    );
    const payload = head?.[1];
    if (payload === undefined) {
        return null;
    }
    try {
        JSON.parse(payload);
        return payload;
    } catch {
        return null;
    }
}

/** Returns the command that sends a call of ours once more: `csms send CP1 Reset '{"type":"Soft"}'`. */
export function asCsmsSend(frame: Frame): string | null {
    const payload = frame.direction === "out" ? payloadOf(frame) : null;
    return payload === null || frame.action === null
        ? null
        : ["csms send", quoted(frame.station), quoted(frame.action), quoted(payload)].join(" ");
}

/** Whether something in a frame is masked, so that it is not sent as it was. */
export function hasMask(frame: Frame): boolean {
    return frame.text.includes('"***"');
}

function quoted(word: string): string {
    if (/^[\w@%+:,./-]+$/.test(word) && !word.startsWith("-")) {
        return word;
    }
    return `'${word.replaceAll("'", "'\\''")}'`;
}

const GOOD = new Set(["Accepted", "Unlocked", "Scheduled", "RebootRequired"]);
const BAD = new Set([
    "Blocked",
    "Expired",
    "Failed",
    "Invalid",
    "Rejected",
    "Faulted",
    "NotImplemented",
    "NotSupported",
]);

/** Whether an answer is a good one; undefined: it is neither. */
export function toneOfAnswer({ kind, outcome }: Pick<Frame, "kind" | "outcome">): "good" | "bad" | undefined {
    if (kind === 4 || kind === 5 || BAD.has(outcome ?? "")) {
        return "bad";
    }
    return GOOD.has(outcome ?? "") ? "good" : undefined;
}
