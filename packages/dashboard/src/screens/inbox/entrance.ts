/** Where chargers come in. */

const FORBIDDEN = /[/?#]/;
const LONGEST = 255;

/** What is wrong with an identity; null: nothing. */
export function faultOf(identity: string): string | null {
    if (identity === "") {
        return null;
    }
    if (FORBIDDEN.test(identity)) {
        return "It is the last part of a URL: it has no /, ? or #";
    }
    if ([...identity].some((letter) => letter < " " || letter === "\u007f")) {
        return "It has letters that cannot be printed";
    }
    return identity.length > LONGEST ? `It has no more than ${LONGEST} letters` : null;
}

/** The whole URL of a charger: its identity stands at the end, as URLs write it. */
export function urlFor(entrance: string, identity: string): string {
    return `${entrance}/${encodeURIComponent(identity)}`;
}

/** Whether only this machine can reach an address. */
export function isOnlyHere(url: string): boolean {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
