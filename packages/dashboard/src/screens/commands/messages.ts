/** The messages of a version of OCPP that stations can be sent. */

import { type UseQueryResult, useQueries, useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client";
import type { ActionForm, SendableAction, Station } from "../../api/schema";
import { asChoice } from "../../app/search";

export const VERSIONS = ["1.6", "2.0.1", "2.1"] as const;
export type Version = (typeof VERSIONS)[number];

/** They do not change while the server runs, and a page is not open for longer. */
const FOREVER = Number.POSITIVE_INFINITY;

/** The version that a station speaks, if it has ever said so. */
export function versionOf(station: Station): Version | undefined {
    return asChoice(station.version, VERSIONS);
}

/** The versions that stations speak, the oldest first. */
export function versionsOf(stations: readonly Station[]): Version[] {
    const spoken = new Set(stations.map(versionOf));
    return VERSIONS.filter((version) => spoken.has(version));
}

function listOf(version: Version) {
    return {
        queryKey: ["actions", version],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
            answered(api.GET("/api/v1/actions/{version}", { params: { path: { version } }, signal })),
        staleTime: FOREVER,
    };
}

/** Reads what stations of some versions can be asked, each message with the versions that have it. */
export function useMessages(versions: readonly Version[]): {
    /** Undefined: not known yet. */
    messages: ReadonlyMap<string, { summary: string; versions: readonly Version[] }> | undefined;
    error: Error | null;
} {
    return useQueries({
        queries: versions.map(listOf),
        combine: (results) => ({
            messages: results.every(({ data }) => data !== undefined)
                ? joined(results.map(({ data }, at) => [versions[at], data?.items ?? []]))
                : undefined,
            error: results.find(({ error }) => error !== null)?.error ?? null,
        }),
    });
}

function joined(
    lists: readonly (readonly [Version | undefined, readonly SendableAction[]])[],
): Map<string, { summary: string; versions: Version[] }> {
    const found = new Map<string, { summary: string; versions: Version[] }>();
    for (const [version, actions] of lists) {
        for (const { action, summary } of actions) {
            const known = found.get(action) ?? { summary, versions: [] };
            found.set(action, {
                summary,
                versions: version === undefined ? known.versions : [...known.versions, version],
            });
        }
    }
    return new Map([...found].sort(([one], [other]) => one.localeCompare(other, "en")));
}

/** Reads what may stand in a message. */
export function useMessage(version: Version | undefined, action: string): UseQueryResult<ActionForm> {
    return useQuery({
        queryKey: ["actions", version, action],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/actions/{version}/{action}", {
                    params: { path: { version: version ?? "1.6", action } },
                    signal,
                }),
            ),
        enabled: version !== undefined,
        staleTime: FOREVER,
    });
}
