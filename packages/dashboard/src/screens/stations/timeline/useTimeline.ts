import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, api } from "../../../api/client";
import type { StationTimeline, StationViolation } from "../../../api/schema";
import { useRefreshOn } from "../../../api/useLive";
import { toIso } from "./view";

const HOUR_MS = 3_600_000;
const REFRESH_MS = 30_000;

/** Which time is looked at: the last so many hours, or one that stands still. */
export type Period = { hours: number } | { from: string; to: string };

/** Reads what went on at a station, and again when something happens there. */
export function useTimeline(
    identity: string,
    period: Period,
): { timeline: StationTimeline | undefined; error: Error | null; retry(): void } {
    const key = ["stations", "timeline", identity, period];
    const isSliding = "hours" in period;
    const { data, error, refetch } = useQuery({
        queryKey: key,
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations/{identity}/timeline", {
                    params: {
                        path: { identity },
                        query: isSliding ? { from: toIso(Date.now() - period.hours * HOUR_MS) } : period,
                    },
                    signal,
                }),
            ),
        placeholderData: keepPreviousData,
        ...(isSliding ? { refetchInterval: REFRESH_MS } : {}),
    });
    useRefreshOn(
        [
            "command.finished",
            "connector.status",
            "station.booted",
            "station.connected",
            "station.disconnected",
            "transaction.corrected",
            "transaction.ended",
            "transaction.started",
        ],
        key,
        (event) => event.data.station === identity,
    );
    return { timeline: data, error, retry: () => void refetch() };
}

/** Reads what a station does wrong and is tolerated. */
export function useViolations(identity: string): {
    violations: readonly StationViolation[] | undefined;
    error: Error | null;
    retry(): void;
} {
    const { data, error, refetch } = useQuery({
        queryKey: ["stations", "violations", identity],
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/stations/{identity}/violations", { params: { path: { identity } }, signal })),
        refetchInterval: REFRESH_MS,
    });
    return { violations: data?.items, error, retry: () => void refetch() };
}
