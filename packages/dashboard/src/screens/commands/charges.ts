/** The transactions that run at the stations that are to get a command. */

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { answered, api, given } from "../../api/client";
import type { ChargingTransaction, Station } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import type { Charge } from "./effects";

const PAGE = 1000;
const KEY = ["transactions", "running"];

/** Reads the running transactions at stations, as they are now. */
export async function readCharges(
    stations: readonly Station[],
    signal: AbortSignal | null = null,
): Promise<(ChargingTransaction & Charge)[]> {
    const versions = new Map(stations.map(({ identity, version }) => [identity, version]));
    const [first] = stations;
    const station = stations.length === 1 ? first?.identity : undefined;
    const found: ChargingTransaction[] = [];
    let cursor: string | undefined;
    do {
        const page = await answered(
            api.GET("/api/v1/transactions", {
                params: { query: given({ open: true, station, limit: PAGE, cursor }) },
                signal,
            }),
        );
        found.push(...page.items);
        cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return found
        .filter((each) => versions.has(each.station))
        .map((each) => ({ ...each, version: versions.get(each.station) ?? null }));
}

/** The same for a component, kept up to date. */
export function useCharges(stations: readonly Station[]): UseQueryResult<(ChargingTransaction & Charge)[]> {
    useRefreshOn(["transaction.started", "transaction.ended"], KEY);
    return useQuery({
        queryKey: [...KEY, stations.map(({ identity, version }) => [identity, version])],
        queryFn: ({ signal }) => readCharges(stations, signal),
    });
}
