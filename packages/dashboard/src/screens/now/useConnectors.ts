import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { ConnectorNow } from "../../api/schema";
import { useLive } from "../../api/useLive";
import type { ListPage } from "../../parts/usePages";
import { ConnectorFeed } from "./feed";
import { CHANGES } from "./patches";

const CONNECTORS = ["connectors", "now"];
const MOST_OF_PAGE = 1000;
/** So many identities fit into an address, even long ones. */
const STATIONS_AT_ONCE = 25;

/** What all connectors are doing, kept as it is by what happens. */
export function useConnectors(): UseQueryResult<ConnectorNow[]> {
    const client = useQueryClient();
    const [feed] = useState(
        () =>
            new ConnectorFeed({
                update: (change) =>
                    void client.setQueryData<ConnectorNow[]>(CONNECTORS, (old) =>
                        old === undefined ? old : change(old),
                    ),
                readStations: (stations) =>
                    // As a query, so that whoever is logged out is told so.
                    client.fetchQuery({
                        queryKey: ["connectors", "of", stations],
                        queryFn: ({ signal }) => readConnectors(stations, signal),
                        staleTime: 0,
                        gcTime: 0,
                    }),
                readAll: () => void client.invalidateQueries({ queryKey: CONNECTORS }),
                after(ms, action) {
                    const timer = setTimeout(action, ms);
                    return () => clearTimeout(timer);
                },
            }),
    );
    useLive(CHANGES, (changes) => feed.take(changes));
    useEffect(() => () => feed.close(), [feed]);
    return useQuery({
        queryKey: CONNECTORS,
        queryFn: ({ signal }) => feed.whole(() => readConnectors([], signal)),
        // While nobody looks, nothing is put in.
        refetchOnMount: "always",
        // It would compare all connectors at each change; those that have not changed are the same objects anyway.
        structuralSharing: false,
    });
}

async function readConnectors(stations: readonly string[], signal: AbortSignal): Promise<ConnectorNow[]> {
    if (stations.length > STATIONS_AT_ONCE) {
        const first = await readConnectors(stations.slice(0, STATIONS_AT_ONCE), signal);
        return [...first, ...(await readConnectors(stations.slice(STATIONS_AT_ONCE), signal))];
    }
    const station = stations.length > 0 ? [...stations] : undefined;
    const found: ConnectorNow[] = [];
    let cursor: string | undefined;
    do {
        const query = given({ cursor, station, limit: MOST_OF_PAGE });
        const page: ListPage<ConnectorNow> = await answered(
            api.GET("/api/v1/connectors", { params: { query }, signal }),
        );
        found.push(...page.items);
        cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return found;
}
