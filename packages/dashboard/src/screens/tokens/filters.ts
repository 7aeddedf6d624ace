/** The filters of the log as the API has them. */

import { dayAfter, startOfDay } from "../../parts/days";
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

/** Returns what is asked for; without a status those that were refused, and days from midnight to midnight of a zone. */
export function queryOf({ status, token, station, from, to }: DecisionSearch, zone: string): DecisionQuery {
    return {
        status: status === ALL ? undefined : (STATUSES.find((each) => each === status) ?? "refused"),
        token,
        station,
        from: from === undefined ? undefined : startOfDay(from, zone),
        to: to === undefined ? undefined : startOfDay(dayAfter(to, 1), zone),
    };
}
