/** What the address says of the tiles; it is apart because the address is read before the screen is loaded. */

/** The counters that narrow the tiles down. */
export const SHOWN = ["online", "charging", "faulted", "offline", "power"] as const;

export type Shown = (typeof SHOWN)[number];

/** Connectors of stations that stand at no site. */
export const NO_SITE = "none";

/** The filters. */
export interface NowSearch {
    show?: Shown | undefined;
    /** Its number, or `NO_SITE`. */
    site?: string | undefined;
    search?: string | undefined;
}
