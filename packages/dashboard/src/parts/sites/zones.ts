/** Time zones to choose from. */

import { ownZone } from "../format";

/** All that the browser knows, and these others, in alphabetical order. */
export function zonesWith(...others: readonly string[]): string[] {
    return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ownZone(), ...others])].sort();
}

/** Whether a zone is what somebody looks for: "new york", "berlin". */
export function isLike(zone: string, searched: string): boolean {
    const plain = (text: string): string =>
        text
            .toLowerCase()
            .replaceAll(/[\s_/]+/g, " ")
            .trim();
    return plain(zone).includes(plain(searched));
}
