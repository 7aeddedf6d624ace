/** Who is to get a command. */

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { ApiProblem, answered, api, given } from "../../api/client";
import type { Station } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import type { SendSearch } from "./routes";

/** More than this are not sent to at once. */
export const MOST_STATIONS = 2000;

const PAGE = 1000;
const KEY = ["stations", "target"];

export interface Targets {
    /** Undefined: they are not known yet. */
    stations: readonly Station[] | undefined;
    /** Identities that nobody knows. */
    unknown: readonly string[];
    /** There are more than are sent to at once. */
    areTooMany: boolean;
    error: Error | null;
    retry(): void;
}

/** Reads the stations that the address of the page names or describes. */
export function useTargets(search: SendSearch): Targets {
    useRefreshOn(["station.connected", "station.disconnected", "station.booted"], KEY);
    const isByFilter = search.all === true;
    const filter = given({
        site: search.site,
        version: search.version,
        connected: search.online,
        search: search.search,
    });
    const matching = useQuery({
        queryKey: [...KEY, "matching", filter],
        queryFn: ({ signal }) => readAll(filter, signal),
        enabled: isByFilter,
        placeholderData: keepPreviousData,
    });
    const named = useQueries({
        queries: (isByFilter ? [] : (search.station ?? [])).map((identity) => ({
            queryKey: [...KEY, "one", identity],
            queryFn: ({ signal }: { signal: AbortSignal }) => readOne(identity, signal),
        })),
        combine: (results) => ({
            stations: results.every(({ data }) => data !== undefined)
                ? results.flatMap(({ data }) => (data?.station ? [data.station] : []))
                : undefined,
            unknown: results.flatMap(({ data }) => (data && data.station === null ? [data.identity] : [])),
            error: results.find(({ error }) => error !== null)?.error ?? null,
            retry: () => {
                for (const { refetch } of results) {
                    void refetch();
                }
            },
        }),
    });
    if (!isByFilter) {
        return { ...named, areTooMany: false };
    }
    return {
        stations: matching.data?.slice(0, MOST_STATIONS),
        unknown: [],
        areTooMany: (matching.data?.length ?? 0) > MOST_STATIONS,
        error: matching.error,
        retry: () => void matching.refetch(),
    };
}

type Filter = { site?: string; version?: "1.6" | "2.0.1" | "2.1"; connected?: boolean; search?: string };

async function readAll(filter: Filter, signal: AbortSignal): Promise<Station[]> {
    const found: Station[] = [];
    let cursor: string | undefined;
    do {
        const page = await answered(
            api.GET("/api/v1/stations", { params: { query: given({ ...filter, limit: PAGE, cursor }) }, signal }),
        );
        found.push(...page.items);
        cursor = page.next ?? undefined;
    } while (cursor !== undefined && found.length <= MOST_STATIONS);
    return found;
}

async function readOne(identity: string, signal: AbortSignal): Promise<{ identity: string; station: Station | null }> {
    try {
        const station = await answered(
            api.GET("/api/v1/stations/{identity}", { params: { path: { identity } }, signal }),
        );
        return { identity, station };
    } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) {
            return { identity, station: null };
        }
        throw error;
    }
}
