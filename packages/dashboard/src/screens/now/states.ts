/** What a connector is doing, in one word for all versions, which the server finds: in which order, and in words. */

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
