import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client";
import type { Station } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";

const MOST = 1000;

/** What is known of a station that may not be known at all (null), and stays so while it changes. */
export function useStation(identity: string): UseQueryResult<Station | null> {
    const queryKey = ["stations", "known", identity];
    useRefreshOn(
        ["station.changed", "station.connected", "station.disconnected", "station.booted", "inbox.changed"],
        queryKey,
        (event) => event.data.station === identity,
    );
    return useQuery({
        queryKey,
        // A search, because there may be none: that is no error here.
        queryFn: async ({ signal }) => {
            const { items } = await answered(
                api.GET("/api/v1/stations", { params: { query: { search: identity, limit: MOST } }, signal }),
            );
            return items.find((station) => station.identity === identity) ?? null;
        },
        enabled: identity !== "",
    });
}
