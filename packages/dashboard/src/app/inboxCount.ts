import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { useRefreshOn } from "../api/useLive";

const MOST = 99;
const KEY = ["inbox", "count"];

/** How many wait in the inbox, as it is shown: "3", "99+"; undefined: not known yet. */
export function useInboxCount(): string | undefined {
    useRefreshOn(["inbox.changed"], KEY);
    const { data } = useQuery({
        queryKey: KEY,
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/inbox", {
                    params: { query: { limit: MOST + 1 } },
                    signal,
                }),
            ),
        select: ({ items }) => (items.length > MOST ? `${MOST}+` : String(items.length)),
    });
    return data;
}
