/** How what happens changes the list of connectors, without reading it again. */

import type { LiveEvent } from "../../api/live";
import type { ConnectorNow } from "../../api/schema";
import { ownStateOf, severityOf, stateSince } from "./states";

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

type StatusChange = LiveEvent<"connector.status">["data"];
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
 * Values and statuses of connectors are put in; all else is rare, and the server knows best: the station is read again.
 */
export function patch(connectors: readonly ConnectorNow[], changes: readonly Change[]): Patched {
    const patched: Patched = { connectors: [...connectors], stale: new Set() };
    const byKey = new Map(connectors.map((each, place) => [keyOf(each), place]));
    const byTransaction = new Map<number, number>();
    for (const [place, { transaction }] of connectors.entries()) {
        if (transaction !== null) {
            byTransaction.set(transaction.id, place);
        }
    }
    for (const { name, data } of changes) {
        if (name === "transaction.updated") {
            change(patched, byTransaction.get(data.transaction), data.station, (old) => withValues(old, data));
        } else if (name === "connector.status") {
            change(patched, byKey.get(keyOf(data)), data.station, (old) => withStatus(old, data));
        } else {
            patched.stale.add(data.station);
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

function change(
    patched: Patched,
    place: number | undefined,
    station: string,
    changed: (old: ConnectorNow) => ConnectorNow | null,
): void {
    const old = place === undefined ? undefined : patched.connectors[place];
    const made = old === undefined ? null : changed(old);
    if (place === undefined || made === null) {
        patched.stale.add(station);
    } else {
        patched.connectors[place] = made;
    }
}

function withValues(old: ConnectorNow, values: Values): ConnectorNow | null {
    const running = old.transaction;
    // Since when a vehicle is suspended, and what follows from it, the server knows.
    if (running === null || running.charging_state !== values.charging_state) {
        return null;
    }
    const made: ConnectorNow = {
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
    return isWorseForOtherReasons(old) ? made : withOwnState(old, made);
}

function withStatus(old: ConnectorNow, told: StatusChange): ConnectorNow | null {
    // The error may be that of the EVSE or of the station, which goes on.
    const hidesError = old.error_code !== null && told.error_code === null;
    // Where the status suspends a transaction, or does no more, the server knows since when.
    const isSuspended = (old.transaction?.suspended_since ?? null) !== null || /^Suspended/.test(told.status);
    if (hidesError || isSuspended || isWorseForOtherReasons(old)) {
        return null;
    }
    const made: ConnectorNow = {
        ...old,
        status: told.status,
        status_since: told.since ?? old.status_since,
        error_code: told.error_code,
        error_info: told.error_info,
        vendor_error_code: told.vendor_error_code,
    };
    return withOwnState(old, made);
}

/** Tells whether the state is that of the EVSE or of the station as a whole. */
function isWorseForOtherReasons(connector: ConnectorNow): boolean {
    return severityOf(connector.state) < severityOf(ownStateOf(connector));
}

function withOwnState(old: ConnectorNow, made: ConnectorNow): ConnectorNow | null {
    const state = ownStateOf(made);
    const since = stateSince(made, state) ?? (state === old.state ? old.state_since : null);
    return since === null && state !== old.state ? null : { ...made, state, state_since: since };
}
