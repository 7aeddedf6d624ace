/** What a connector is doing, in one word for all versions: as the server finds it, from what events tell. */

import type { ConnectorNow, ConnectorState } from "../../api/schema";
import type { Tone } from "../../parts/StatusBadge";

/** All states, the worst first: the order of the tiles. */
export const STATES = [
    "faulted",
    "offline",
    "unavailable",
    "suspended_evse",
    "suspended_ev",
    "charging",
    "occupied",
    "reserved",
    "available",
    "unknown",
] as const satisfies readonly ConnectorState[];

const SEVERITY = new Map<ConnectorState, number>(STATES.map((state, place) => [state, place]));

/** The place of a state in the order; 0 is the worst. */
export function severityOf(state: ConnectorState): number {
    return SEVERITY.get(state) ?? STATES.length;
}

const BY_STATUS: Record<string, ConnectorState> = {
    Faulted: "faulted",
    Unavailable: "unavailable",
    SuspendedEVSE: "suspended_evse",
    SuspendedEV: "suspended_ev",
    Charging: "charging",
    Preparing: "occupied",
    Finishing: "occupied",
    Occupied: "occupied",
    Reserved: "reserved",
    Available: "available",
};

const BY_CHARGING_STATE: Record<string, ConnectorState> = {
    SuspendedEVSE: "suspended_evse",
    SuspendedEV: "suspended_ev",
    Charging: "charging",
};

/**
 * The worst that a connector's link, its own status and its transaction say.
 *
 * What is said of its EVSE or of its station as a whole is not in it: that is known to the server alone.
 */
export function ownStateOf(connector: ConnectorNow): ConnectorState {
    const said: (ConnectorState | undefined)[] = [connector.is_connected ? undefined : "offline"];
    said.push(BY_STATUS[connector.status ?? ""]);
    const running = connector.transaction;
    if (running !== null) {
        said.push("occupied", BY_CHARGING_STATE[running.charging_state ?? ""]);
        if (running.charging_state === null && (running.power_w ?? 0) > 0) {
            said.push("charging");
        }
    }
    return said
        .filter((state) => state !== undefined)
        .reduce((worst, state) => (severityOf(state) < severityOf(worst) ? state : worst), "unknown");
}

/** Since when a connector is in its state, as far as its link, its own status or its transaction say it. */
export function stateSince(connector: ConnectorNow, state: ConnectorState): string | null {
    if (state === "offline") {
        return connector.link_since;
    }
    if (BY_STATUS[connector.status ?? ""] === state) {
        return connector.status_since;
    }
    const running = connector.transaction;
    const isOfTransaction = state === "occupied" || (state === "charging" && running?.charging_state === null);
    return isOfTransaction ? (running?.started_at ?? null) : null;
}

const TONES: Record<ConnectorState, Tone> = {
    faulted: "bad",
    offline: "off",
    unavailable: "off",
    suspended_evse: "waiting",
    suspended_ev: "waiting",
    charging: "active",
    occupied: "waiting",
    reserved: "note",
    available: "good",
    unknown: "note",
};

/** What a state means to an operator. */
export function toneOf(state: ConnectorState): Tone {
    return TONES[state];
}

const WORDS: Record<ConnectorState, string> = {
    faulted: "Faulted",
    offline: "Offline",
    unavailable: "Out of service",
    suspended_evse: "Paused by station",
    suspended_ev: "Paused by vehicle",
    charging: "Charging",
    occupied: "Occupied",
    reserved: "Reserved",
    available: "Available",
    unknown: "Not told yet",
};

/** What a connector is doing, in words: with those of OCPP 1.6 where they say more. */
export function wordsOf({ state, status }: Pick<ConnectorNow, "state" | "status">): string {
    return state === "occupied" && (status === "Preparing" || status === "Finishing") ? status : WORDS[state];
}

/** A state in words. */
export function stateInWords(state: ConnectorState): string {
    return WORDS[state];
}
