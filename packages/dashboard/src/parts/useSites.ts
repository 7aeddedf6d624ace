import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import type { Site } from "../api/schema";
import { useRefreshOn } from "../api/useLive";
import { ownZone } from "./format";

/** The sites: all of them by name, each by its number, and in whose zone times are shown. */
export interface Sites {
    all: readonly Site[];
    byNumber: ReadonlyMap<number, Site>;
    /** They were read, or cannot be. */
    isSettled: boolean;
    /** In which times at a site are shown: its own; without a site, that of the browser. */
    zoneOf(site: number | null | undefined): string;
    /** Times in one list may be of several zones. */
    hasManyZones: boolean;
}

const NONE: readonly Site[] = [];
const KEY = ["sites", "all"];

/** Returns the sites; while they are not here yet, none. */
export function useSites(): Sites {
    const { data: all = NONE, isPending } = useQuery({
        queryKey: KEY,
        queryFn: async ({ signal }) => {
            const sites: Site[] = [];
            let cursor: string | null = null;
            do {
                const query: { limit: number; cursor?: string } =
                    cursor === null ? { limit: 1000 } : { limit: 1000, cursor };
                const page: { items: readonly Site[]; next: string | null } = await answered(
                    api.GET("/api/v1/sites", { params: { query }, signal }),
                );
                sites.push(...page.items);
                cursor = page.next;
            } while (cursor !== null);
            return sites;
        },
        staleTime: 60_000,
    });
    useRefreshOn(["site.changed"], KEY);
    const byNumber = new Map(all.map((site) => [site.id, site]));
    return {
        all,
        byNumber,
        isSettled: !isPending,
        hasManyZones: new Set(all.map((site) => site.time_zone)).size > 1,
        zoneOf: (site) => (site == null ? undefined : byNumber.get(site)?.time_zone) ?? ownZone(),
    };
}
