import { useQuery } from "@tanstack/react-query";
import { ApiProblem, answered, api } from "../api/client";
import { useSites } from "./useSites";

/**
 * In which zone the days of a list begin: that of the site, or of the station's site, that it is narrowed down to.
 *
 * Without them, as for all times of no site, it is that of the browser.
 *
 * @param site number of a site as the address has it.
 * @param station identity of a station.
 */
export function useZone({ site, station }: { site?: string | undefined; station?: string | undefined }): string {
    const { zoneOf } = useSites();
    const { data } = useQuery({
        queryKey: ["stations", "site", station],
        queryFn: async ({ signal }) => {
            const path = { identity: station ?? "" };
            try {
                return (await answered(api.GET("/api/v1/stations/{identity}", { params: { path }, signal }))).site;
            } catch (error) {
                // What is being typed is no station yet.
                if (error instanceof ApiProblem && error.status < 500 && error.status !== 401) {
                    return null;
                }
                throw error;
            }
        },
        enabled: site === undefined && station !== undefined,
    });
    return zoneOf(site === undefined ? data : Number(site));
}
