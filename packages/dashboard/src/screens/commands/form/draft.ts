/** A value that is written in two ways at once: in the fields of a form, and as JSON. */

import type { Json } from "./schema";

export interface Draft {
    /** The last value that both had in common. */
    value: Json;
    /** Its JSON as it was typed. */
    text: string;
    /** Why the text is no JSON; null: it is. */
    fault: string | null;
}

/** A value with its JSON written nicely: what the fields say. */
export function draftOf(value: Json): Draft {
    return { value, text: JSON.stringify(value, null, 2), fault: null };
}

/** What becomes of it when somebody types JSON. The text stays as it was typed; the value follows when it is JSON. */
export function typed(draft: Draft, text: string): Draft {
    try {
        return { value: JSON.parse(text) as Json, text, fault: null };
    } catch (error) {
        return { ...draft, text, fault: error instanceof Error ? error.message : String(error) };
    }
}
