/** The filters of a screen in its address: `?station=CP1&open=true`. */

/** What stands in an address: a text, or several of the same name. */
export type RawSearch = Record<string, string | string[]>;

/** Reads the part of an address behind the question mark. */
export function parseSearch(text: string): RawSearch {
    const found: RawSearch = {};
    for (const [name, value] of new URLSearchParams(text)) {
        const before = found[name];
        found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return found;
}

/** Writes it; what is undefined, null or empty is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
    const written = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
        for (const each of Array.isArray(value) ? value : [value]) {
            if (each !== undefined && each !== null && each !== "") {
                written.append(name, String(each));
            }
        }
    }
    const text = written.toString();
    return text === "" ? "" : `?${text}`;
}

/** A text, if there is one. */
export function asText(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** Several texts, if there are any. */
export function asTexts(value: unknown): string[] | undefined {
    const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string" && each !== "");
    return texts.length > 0 ? texts : undefined;
}

/** Yes or no, if it is said. */
export function asBoolean(value: unknown): boolean | undefined {
    const said = String(value);
    return said === "true" ? true : said === "false" ? false : undefined;
}

/** A whole number that is not negative, if there is one. */
export function asNumber(value: unknown): number | undefined {
    const text = String(value);
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** One of these words, if it is one. */
export function asChoice<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
    return choices.find((choice) => choice === value);
}
