/** How what happens changes the list of connectors, without reading it again. */

import type { LiveEvent } from "../../api/live";
import type { ConnectorNow } from "../../api/schema";

/** The events that change what a connector is doing. */
export const CHANGES = [
    "connector.status",
    "station.booted",
    "station.changed",
    "station.connected",
    "station.disconnected",
    "transaction.corrected",
    "transaction.ended",
    "transaction.started",
    "transaction.updated",
] as const;

export type Change = LiveEvent<(typeof CHANGES)[number]>;

type Values = LiveEvent<"transaction.updated">["data"];

/** The list after some events, and what they do not say enough of. */
export interface Patched {
    connectors: ConnectorNow[];
    /** Identities of the stations that have to be read again. */
    stale: Set<string>;
}

/** Names a connector; it stays the same for as long as the connector is there. */
export function keyOf({ station, evse, connector }: Pick<ConnectorNow, "station" | "evse" | "connector">): string {
    return `${evse ?? 0} ${connector ?? 0} ${station}`;
}

/**
 * Puts what events tell into the list. Connectors that nothing is told of stay the same objects.
 *
 * The values of a charge come all the time and are put in. All else is rare, and what it makes of a connector's state
 * the server knows: the station is read again.
 */
export function patch(connectors: readonly ConnectorNow[], changes: readonly Change[]): Patched {
    const patched: Patched = { connectors: [...connectors], stale: new Set() };
    const byTransaction = new Map<number, number>();
    for (const [place, { transaction }] of connectors.entries()) {
        if (transaction !== null) {
            byTransaction.set(transaction.id, place);
        }
    }
    for (const { name, data } of changes) {
        const place = name === "transaction.updated" ? byTransaction.get(data.transaction) : undefined;
        const old = place === undefined ? undefined : patched.connectors[place];
        const made = old === undefined || name !== "transaction.updated" ? null : withValues(old, data);
        if (place === undefined || made === null) {
            patched.stale.add(data.station);
        } else {
            patched.connectors[place] = made;
        }
    }
    return patched;
}

/** Puts the connectors of some stations, as they were read again, in the place of those that were there. */
export function replace(
    connectors: readonly ConnectorNow[],
    stations: ReadonlySet<string>,
    fresh: readonly ConnectorNow[],
): ConnectorNow[] {
    return [...connectors.filter(({ station }) => !stations.has(station)), ...fresh];
}

/** Puts the values of a charge in; null: they may be those of another state. */
function withValues(old: ConnectorNow, values: Values): ConnectorNow | null {
    const running = old.transaction;
    if (
        running === null ||
        running.charging_state !== values.charging_state ||
        isFlowing(running.power_w) !== isFlowing(values.power_w)
    ) {
        return null;
    }
    return {
        ...old,
        transaction: {
            ...running,
            id_token: values.id_token,
            energy_wh: values.energy_wh,
            power_w: values.power_w,
            soc_percent: values.soc_percent,
            metered_at: values.metered_at,
        },
    };
}

function isFlowing(powerW: number | null): boolean {
    return powerW !== null && powerW > 0;
}
