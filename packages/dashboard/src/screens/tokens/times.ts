/** Times as the browser's own fields have them: in its zone, to the minute. */

/** "2026-05-01T14:03" of a time; empty of none. */
export function toField(at: string | null): string {
    if (at === null) {
        return "";
    }
    const time = new Date(at);
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The time of a field, null of an empty one. */
export function fromField(text: string): string | null {
    return text === "" ? null : new Date(text).toISOString();
}
