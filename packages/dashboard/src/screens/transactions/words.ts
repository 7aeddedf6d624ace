/** What OCPP and the server say of a transaction, in plain words. */

import type { ChargingTransaction, HistoryLine } from "../../api/schema";
import type { Tone } from "../../parts/StatusBadge";
import { capital, inWords, toneOfConnector } from "../../parts/tones";
import { isOfStation } from "./runs";

/** What is out of the ordinary: in short, and what was made of it. */
export interface Remark {
    title: string;
    meaning: string;
}

/** What each flag of the API means. */
export const FLAGS: Record<string, Remark> = {
    start_unknown: {
        title: "Begin not told",
        meaning: "The station has not told of the begin. It is put together from what came later.",
    },
    end_assumed: {
        title: "End assumed",
        meaning: "The station has not told of the end, but it must have ended. The last meter reading stands for it.",
    },
    gaps: {
        title: "Events missing",
        meaning: "Some of the station's events between begin and end have not come.",
    },
    clock_doubted: {
        title: "Clock was wrong",
        meaning: "The station's clock cannot be right. The times at which the server heard of things stand for it.",
    },
    register_reset: {
        title: "Meter was reset",
        meaning: "The meter began to count anew. What it had counted before is carried over.",
    },
    register_dropped: {
        title: "Meter read too low",
        meaning: "The meter read too low for a while. These readings are left out of the energy.",
    },
    register_jumped: {
        title: "Meter read too high",
        meaning: "The meter read too high for a while. These readings are left out of the energy.",
    },
    session_relative: {
        title: "Two kinds of readings",
        meaning: "The reading at the begin counts from another zero than those after it. The later ones hold.",
    },
    start_missing: {
        title: "First reading missing",
        meaning: "What the meter read at the begin is not known. The first reading after it stands for it.",
    },
    stop_missing: {
        title: "Last reading missing",
        meaning: "What the meter read at the end is not known. The last reading before it stands for it.",
    },
    stop_below_start: {
        title: "Last reading too low",
        meaning: "The meter read less at the end than at the begin. The last good reading stands for the end.",
    },
    implausible: {
        title: "Energy not plausible",
        meaning: "The meter rose by more than can have been delivered. Look at the energy before it is billed.",
    },
    from_intervals: {
        title: "Energy from intervals",
        meaning: "No meter reading rose. The energy is the sum of what was told for each interval.",
    },
};

/** What a flag means; one that is not known is shown as it is. */
export function remarkOf(flag: string): Remark {
    return FLAGS[flag] ?? { title: capital(inWords(flag)), meaning: "The history says more." };
}

const REASONS: Record<string, string> = {
    CostLimitReached: "the cost limit was reached",
    DeAuthorized: "the token was refused",
    EVDisconnected: "the cable was unplugged at the vehicle",
    EmergencyStop: "the emergency stop was pressed",
    EnergyLimitReached: "the energy limit was reached",
    GroundFault: "a ground fault",
    HardReset: "the station was reset",
    ImmediateReset: "the station was reset at once",
    LimitSet: "a limit was set",
    Local: "the driver stopped it at the station",
    LocalOutOfCredit: "the credit was used up",
    MasterPass: "a master pass was shown",
    Other: "another reason, which the station does not name",
    OvercurrentFault: "too much current flowed",
    PowerLoss: "the station lost its power",
    PowerQuality: "the quality of the power was too bad",
    Reboot: "the station was rebooted",
    Remote: "it was stopped remotely",
    ReqEnergyTransferRejected: "the vehicle's wish for energy was refused",
    SOCLimitReached: "the vehicle's battery has its limit",
    SoftReset: "the station was reset",
    StoppedByEV: "the vehicle stopped it",
    TimeLimitReached: "the time limit was reached",
    Timeout: "nobody plugged in or authorized in time",
    UnlockCommand: "the connector was unlocked remotely",
};

/** Why it ended: "the driver stopped it at the station". */
export function reasonInWords(reason: string): string {
    return REASONS[reason] ?? inWords(reason);
}

const CHARGING_STATES: Record<string, string> = {
    Charging: "Charging",
    EVConnected: "Plugged in",
    EVDetected: "Vehicle detected",
    Idle: "Idle",
    SuspendedEV: "Paused by the vehicle",
    SuspendedEVSE: "Paused by the station",
};

/** What goes on in a transaction, in a few words. */
export interface State {
    tone: Tone;
    text: string;
}

/** What goes on in a transaction, or how it has ended. */
export function stateOf(transaction: ChargingTransaction): State {
    const { charging_state, power_w, authorization } = transaction;
    if (!transaction.is_open) {
        return transaction.is_end_assumed ? { tone: "note", text: "End assumed" } : { tone: "off", text: "Ended" };
    }
    if (authorization !== null && authorization !== "Accepted") {
        return { tone: "bad", text: "Token refused" };
    }
    if (charging_state !== null) {
        const text = CHARGING_STATES[charging_state] ?? inWords(charging_state);
        return { tone: charging_state === "EVConnected" ? "waiting" : toneOfConnector(charging_state), text };
    }
    return power_w !== null && power_w > 0 ? { tone: "active", text: "Charging" } : { tone: "active", text: "Open" };
}

const TRIGGERS: Record<string, string> = {
    AbnormalCondition: "an abnormal condition",
    Authorized: "the token was accepted",
    CablePluggedIn: "the cable was plugged in",
    ChargingRateChanged: "the power has changed",
    ChargingStateChanged: "the state has changed",
    CostLimitReached: "the cost limit was reached",
    Deauthorized: "the token was refused",
    EVCommunicationLost: "the vehicle does not answer any more",
    EVConnectTimeout: "no vehicle came in time",
    EVDeparted: "the vehicle has left",
    EVDetected: "a vehicle has come",
    EnergyLimitReached: "the energy limit was reached",
    LimitSet: "a limit was set",
    MeterValueClock: "a meter reading",
    MeterValuePeriodic: "a meter reading",
    OperationModeChanged: "the mode has changed",
    RemoteStart: "it was started remotely",
    RemoteStop: "it was stopped remotely",
    ResetCommand: "the station is reset",
    RunningCost: "the cost so far",
    SignedDataReceived: "signed readings have come",
    SoCLimitReached: "the vehicle's battery has its limit",
    StopAuthorized: "the token ends it",
    TariffAccepted: "the tariff was accepted",
    TariffChanged: "the tariff has changed",
    TariffNotAccepted: "the tariff was not accepted",
    TimeLimitReached: "the time limit was reached",
    Trigger: "the station was asked to tell",
    TxResumed: "it goes on after an interruption",
    UnlockCommand: "the connector is unlocked remotely",
};

/** The kind of a line of the history: "Begin", "Start repeated". */
export function kindInWords(kind: string): string {
    const known: Record<string, string> = {
        started: "Begin",
        updated: "Progress",
        ended: "End",
        note: "Note",
        energy: "Energy",
        clock: "Clock",
        not_authorized: "Refused",
    };
    return known[kind] ?? capital(inWords(kind));
}

/** What a line of the history says. The words of OCPP in it are said in plain ones. */
export function lineInWords(line: HistoryLine): string {
    const { text } = line;
    if (!isOfStation(line)) {
        return text;
    }
    return capital(
        text
            .split(", ")
            .map((part) => {
                const reason = /^(stopped: )(\w+)$/.exec(part)?.[2] ?? /^Stopped at .*: (\w+)$/.exec(part)?.[1];
                if (reason !== undefined) {
                    return part.startsWith("stopped: ")
                        ? `stopped, since ${reasonInWords(reason)}`
                        : `${part.slice(0, -reason.length - 2)}, since ${reasonInWords(reason)}`;
                }
                const state = CHARGING_STATES[part]?.toLowerCase();
                return TRIGGERS[part] ?? (state === undefined ? part : `now ${state}`);
            })
            .join("; "),
    );
}

/** Whether a line of the history only says that the meter was read. */
export function isReading({ kind, text }: HistoryLine): boolean {
    return kind === "updated" && /^MeterValue(Periodic|Clock)\b/.test(text);
}
