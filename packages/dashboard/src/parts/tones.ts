/** What the words of OCPP and of the server mean to an operator. */

import type { Tone } from "./StatusBadge";

const CONNECTORS: Record<string, Tone> = {
    Available: "good",
    Charging: "active",
    Occupied: "active",
    Preparing: "waiting",
    Finishing: "waiting",
    SuspendedEV: "waiting",
    SuspendedEVSE: "waiting",
    Reserved: "note",
    Faulted: "bad",
    Unavailable: "off",
};

/** The tone of a connector's status, in the words of any version. */
export function toneOfConnector(status: string): Tone {
    return CONNECTORS[status] ?? "note";
}

const ADMISSIONS: Record<string, Tone> = {
    accepted: "good",
    held: "waiting",
    rejected: "bad",
};

/** The tone of a station's admission. */
export function toneOfAdmission(admission: string): Tone {
    return ADMISSIONS[admission] ?? "note";
}

/** "SuspendedEVSE" as "Suspended EVSE", "fully_charged" as "fully charged". */
export function inWords(name: string): string {
    return name
        .replaceAll("_", " ")
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
}

/** The first letter as a capital one. */
export function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
