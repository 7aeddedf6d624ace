/** What the addresses of these screens say. */

export const ADMISSIONS = ["accepted", "held", "rejected"] as const;
export const VERSIONS = ["1.6", "2.0.1", "2.1"] as const;
/** Stands for the site of stations that have none. */
export const NO_SITE = "none";

/** What narrows the list of stations down. */
export interface StationSearch {
    search?: string | undefined;
    connected?: boolean | undefined;
    admission?: (typeof ADMISSIONS)[number] | undefined;
    version?: (typeof VERSIONS)[number] | undefined;
    site?: string | undefined;
}

/** Which frames are shown. */
export interface FrameSearch {
    direction?: "in" | "out" | undefined;
    action?: string | undefined;
    outcome?: string | undefined;
    text?: string | undefined;
    message?: string | undefined;
}

export const TABS = ["timeline", "facts", "variables", "rules"] as const;
export type Tab = (typeof TABS)[number];

/** What is looked at of a station: a time, a point in it, frames. */
export interface StationViewSearch extends FrameSearch {
    tab?: Tab | undefined;
    /** The last so many hours; it goes on with the time. */
    hours?: number | undefined;
    /** Instead: from here … */
    from?: string | undefined;
    /** … to there. */
    to?: string | undefined;
    /** The instant under the cursor; the frames begin there. */
    at?: string | undefined;
    /** The frame that is opened. */
    frame?: number | undefined;
}
