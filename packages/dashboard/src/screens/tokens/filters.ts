/** The filters of the log as the API has them. */

import type { DecisionSearch } from "./routes";

export const STATUSES = [
    "refused",
    "Accepted",
    "Blocked",
    "ConcurrentTx",
    "Expired",
    "Invalid",
    "NotAtThisLocation",
    "Unknown",
] as const;

export type Status = (typeof STATUSES)[number];

/** What stands in the address for all answers. */
export const ALL = "all";

/** What is asked for. */
export interface DecisionQuery {
    status?: Status | undefined;
    token?: string | undefined;
    station?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
}

/** Returns what is asked for; without a status those that were refused, and days from midnight to midnight. */
export function queryOf({ status, token, station, from, to }: DecisionSearch): DecisionQuery {
    return {
        status: status === ALL ? undefined : (STATUSES.find((each) => each === status) ?? "refused"),
        token,
        station,
        from: midnight(from, 0),
        to: midnight(to, 1),
    };
}

/** The midnight that a day of this browser's zone begins with, some days later; undefined: it is no day. */
function midnight(day: string | undefined, later: number): string | undefined {
    const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? "");
    if (found === null) {
        return undefined;
    }
    return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + later).toISOString();
}
