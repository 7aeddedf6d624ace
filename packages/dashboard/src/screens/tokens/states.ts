/** Whether a token may charge, in words. */

import type { LoggedDecision, RegisteredToken } from "../../api/schema";
import type { Tone } from "../../parts/StatusBadge";

/** What is said of a token. */
export interface TokenState {
    tone: Tone;
    words: string;
}

/** Whether a token may charge at a time (ms since 1970). */
export function stateOf(token: Pick<RegisteredToken, "is_blocked" | "expires_at">, nowMs: number): TokenState {
    if (token.is_blocked) {
        return { tone: "bad", words: "Blocked" };
    }
    if (token.expires_at !== null && Date.parse(token.expires_at) <= nowMs) {
        return { tone: "waiting", words: "Expired" };
    }
    return { tone: "good", words: "May charge" };
}

/** The answers to a station, and what they mean. */
export const ANSWERS: Record<string, { words: string; tone: Tone; remedy: string }> = {
    Accepted: { words: "Accepted", tone: "good", remedy: "" },
    Blocked: { words: "Blocked", tone: "bad", remedy: "Unblock it, if it may charge again." },
    ConcurrentTx: {
        words: "Too many at once",
        tone: "waiting",
        remedy: "Let the other transaction end, or raise its limit.",
    },
    Expired: { words: "Expired", tone: "waiting", remedy: "Give it a later end." },
    Invalid: { words: "Invalid", tone: "bad", remedy: "Look at the card reader: no text came from it." },
    NotAtThisLocation: {
        words: "Not at this station",
        tone: "waiting",
        remedy: "Add the station to those of the token.",
    },
    Unknown: { words: "Unknown", tone: "note", remedy: "Register it, if it may charge." },
};

const OCCASIONS: Record<string, string> = {
    authorize: "Card shown",
    start: "Start",
    event: "While charging",
    stop: "Stop",
};

/** Why a token was shown, in words. */
export function occasionOf(decision: Pick<LoggedDecision, "occasion">): string {
    return OCCASIONS[decision.occasion] ?? decision.occasion;
}

/** What stands for a secret that is not kept. */
const MASKED = "********";

/** Whether the text of the token is known, so that it can be looked for. */
export function isNamed(decision: Pick<LoggedDecision, "id_token">): boolean {
    return decision.id_token.trim() !== "" && decision.id_token !== MASKED;
}
