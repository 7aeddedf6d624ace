/** What a command does to running transactions, told before it is sent. */

import type { Json } from "./form/schema";
import { isObject } from "./form/values";

/** A running transaction, as far as it matters here. */
export interface Charge {
    id: number;
    station: string;
    /** The station's own id of it. */
    reference: string;
    evse: number | null;
    /** The version of OCPP that the station speaks. */
    version: string | null;
}

/** Something that stops a charge, or keeps the next driver from one. */
export interface Effect {
    /** What it does, whoever charges: "The station restarts and is away for a while." */
    text: string;
    /** What the button says. */
    action: string;
    /** What becomes of a transaction, after "1 running transaction" or "2 running transactions"; null: nothing. */
    fate(charge: Charge): Fate | null;
}

export type Fate =
    | "ends at once"
    | "is ended in order"
    | "is waited for"
    | "is interrupted"
    | "gets no more power"
    | "keeps its plug locked";

const IN_WORDS: Record<Fate, [one: string, several: string]> = {
    "ends at once": ["1 running transaction ends at once", "running transactions end at once"],
    "is ended in order": ["1 running transaction is ended", "running transactions are ended"],
    "is waited for": [
        "1 running transaction goes on to its end first",
        "running transactions go on to their end first",
    ],
    "is interrupted": [
        "1 running transaction is interrupted and goes on afterwards",
        "running transactions are interrupted and go on afterwards",
    ],
    "gets no more power": ["1 running transaction gets no more power", "running transactions get no more power"],
    "keeps its plug locked": [
        "1 running transaction keeps its plug locked: the station refuses",
        "running transactions keep their plugs locked: the stations refuse",
    ],
};

/** Returns what a command does that somebody should know before; null: nothing of that kind. */
export function effectOf(command: string, body: Json): Effect | null {
    const given = isObject(body) ? body : {};
    const evse = typeof given["evse"] === "number" ? given["evse"] : undefined;
    switch (command) {
        case "remote-stop":
            return stop(({ id }) => id === given["transaction"]);
        case "RemoteStopTransaction":
        case "RequestStopTransaction":
            // The number of a transaction of 1.6 is ours.
            return stop(({ id, reference }) => [String(id), reference].includes(String(given["transactionId"])));
        case "reset":
            return reset(String(given["kind"] ?? "soft"), evse);
        case "Reset":
            return reset(RESETS[String(given["type"])] ?? "hard", numberAt(given, "evseId"));
        case "unlock":
            return unlock(evse ?? 1);
        case "UnlockConnector":
            return unlock(numberAt(given, "evseId") ?? numberAt(given, "connectorId"));
        case "change-availability":
            return given["operative"] === false ? outOfService(evse) : null;
        case "ChangeAvailability": {
            const isOut = given["type"] === "Inoperative" || given["operationalStatus"] === "Inoperative";
            const place = isObject(given["evse"]) ? numberAt(given["evse"], "id") : numberAt(given, "connectorId");
            return isOut ? outOfService(place || undefined) : null;
        }
        case "set-limit": {
            const limit = isObject(given["limit"]) ? given["limit"] : {};
            return limit["ampere"] === 0 || limit["watt"] === 0 ? pause(evse) : null;
        }
        case "UpdateFirmware":
            return {
                text: "The station installs another firmware and restarts.",
                action: "Update the firmware",
                fate: () => "is waited for",
            };
        default:
            return null;
    }
}

const RESETS: Record<string, string> = {
    Soft: "soft",
    OnIdle: "soft",
    Hard: "hard",
    Immediate: "hard",
    ImmediateAndResume: "immediate_and_resume",
};

function numberAt(given: { [name: string]: Json }, name: string): number | undefined {
    const found = given[name];
    return typeof found === "number" ? found : undefined;
}

/** Where it is not known where somebody charges, they are taken to be hit. */
function isAt(charge: Charge, evse: number | undefined): boolean {
    return evse === undefined || charge.evse === null || charge.evse === evse;
}

function stop(isMeant: (charge: Charge) => boolean): Effect {
    return {
        text: "The vehicle gets no more power, and the transaction is over.",
        action: "Stop the charge",
        fate: (charge) => (isMeant(charge) ? "ends at once" : null),
    };
}

function reset(kind: string, evse: number | undefined): Effect {
    return {
        text: `${evse === undefined ? "The station" : `EVSE ${evse}`} restarts, and is away for a while.`,
        action: "Reset",
        fate(charge) {
            // With OCPP 1.6 nothing but the whole station is reset.
            if (charge.version !== "1.6" && !isAt(charge, evse)) {
                return null;
            }
            if (kind === "soft" || kind === "on_idle") {
                return charge.version === "1.6" ? "is ended in order" : "is waited for";
            }
            return kind === "immediate_and_resume" ? "is interrupted" : "ends at once";
        },
    };
}

function unlock(evse: number | undefined): Effect {
    return {
        text: "The plug is let go, and may be pulled by whoever stands there.",
        action: "Unlock",
        fate: (charge) =>
            isAt(charge, evse) ? (charge.version === "1.6" ? "ends at once" : "keeps its plug locked") : null,
    };
}

function outOfService(evse: number | undefined): Effect {
    return {
        text: "Nobody can begin to charge there until it is taken into service again.",
        action: "Take out of service",
        fate: (charge) => (isAt(charge, evse) ? "is waited for" : null),
    };
}

function pause(evse: number | undefined): Effect {
    return {
        text: "Nothing can be charged there until the limit is taken back.",
        action: "Set the limit",
        fate: (charge) => (isAt(charge, evse) ? "gets no more power" : null),
    };
}

const MOST_NAMED = 5;

/** Says how many transactions have which fate, and which: "2 running transactions end at once: 17 at CP1, 18 at CP2." */
export function tellFates(fates: readonly (readonly [Charge, Fate])[]): string[] {
    if (fates.length === 0) {
        return ["No transaction is running there."];
    }
    const kinds = [...new Set(fates.map(([, fate]) => fate))];
    return kinds.map((kind) => {
        const [one, several] = IN_WORDS[kind];
        const hit = fates.filter(([, fate]) => fate === kind);
        const named = hit.slice(0, MOST_NAMED).map(([{ id, station }]) => `${id} at ${station}`);
        const rest = hit.length > MOST_NAMED ? ` and ${hit.length - MOST_NAMED} more` : "";
        return `${hit.length === 1 ? one : `${hit.length} ${several}`}: ${named.join(", ")}${rest}.`;
    });
}
