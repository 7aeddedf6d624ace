/** The commands of no version of OCPP, with their forms: the server puts them in the words of each station. */

import {
    IconBolt,
    IconClearAll,
    IconGauge,
    IconGaugeOff,
    IconLockOpen,
    IconMessageForward,
    IconPassword,
    IconPlayerPlay,
    IconPlayerStop,
    IconPlugConnected,
    IconRefresh,
    IconSettings,
    IconSettingsUp,
    type TablerIcon,
} from "@tabler/icons-react";
import type {
    ChangeAvailability,
    ClearCache,
    ClearLimit,
    DataTransfer,
    GetConfiguration,
    Limit,
    RemoteStart,
    RemoteStop,
    Reset,
    SetConfiguration,
    SetLimit,
    SetPassword,
    Trigger,
    Unlock,
} from "../../api/schema";
import type { Schema } from "./form/schema";

/** What the bodies of the commands are. */
interface Bodies {
    "remote-start": RemoteStart;
    "remote-stop": RemoteStop;
    reset: Reset;
    unlock: Unlock;
    "change-availability": ChangeAvailability;
    trigger: Trigger;
    "get-configuration": GetConfiguration;
    "set-configuration": SetConfiguration;
    "set-password": SetPassword;
    "clear-cache": ClearCache;
    "data-transfer": DataTransfer;
    "set-limit": SetLimit;
    "clear-limit": ClearLimit;
}

export type NeutralName = keyof Bodies;

export interface NeutralCommand {
    title: string;
    icon: TablerIcon;
    /** What it does, in a sentence. */
    about: string;
    schema: Schema;
}

/** A form with a field for each member of the body, no more and no less. */
type FormOf<T> = { properties: { [K in keyof T]-?: Schema }; required: (keyof T & string)[] };

function form<T>({ properties, required }: FormOf<T>): Schema {
    return { type: "object", additionalProperties: false, properties, required };
}

const EVSE: Schema = {
    label: "EVSE",
    type: "integer",
    minimum: 1,
    suggestions: "evse",
    description: "Empty: the whole station.",
};
const CONNECTOR: Schema = { label: "Connector", type: "integer", minimum: 1, description: "Of the EVSE." };

const LIMIT: Schema = {
    label: "Limit",
    description: "Either ampere or watt.",
    ...form<Limit>({
        properties: {
            ampere: { label: "Ampere per phase", type: "number", minimum: 0 },
            watt: { label: "Watt of all phases", type: "number", minimum: 0 },
            phases: {
                label: "Phases",
                type: "integer",
                minimum: 1,
                maximum: 3,
                description: "Empty: the station decides.",
            },
            duration_s: {
                label: "Duration in seconds",
                type: "integer",
                minimum: 1,
                maximum: 31_536_000,
                description: "Empty: until something else is said.",
            },
        },
        required: [],
    }),
};

export const NEUTRAL: Readonly<Record<NeutralName, NeutralCommand>> = {
    "remote-start": {
        title: "Start a charge",
        icon: IconPlayerPlay,
        about: "Starts a transaction for a driver. The charge begins when a vehicle is plugged in.",
        schema: form<RemoteStart>({
            properties: {
                id_token: {
                    label: "Token",
                    type: "string",
                    minLength: 1,
                    maxLength: 255,
                    suggestions: "token",
                    description: "Whose charge it is to be.",
                },
                evse: { ...EVSE, description: "Empty: the station decides." },
                connector: { ...CONNECTOR, description: "For the record: OCPP has no field for it." },
                id_token_type: {
                    label: "Type of the token",
                    type: "string",
                    maxLength: 20,
                    suggestions: "tokenType",
                    description: "Empty: that of the registered token, else Central.",
                },
                limit: LIMIT,
            },
            required: ["id_token"],
        }),
    },
    "remote-stop": {
        title: "Stop a charge",
        icon: IconPlayerStop,
        about: "Ends running transactions.",
        schema: form<RemoteStop>({
            properties: { transaction: { label: "Transaction", type: "integer" } },
            required: ["transaction"],
        }),
    },
    reset: {
        title: "Reset",
        icon: IconRefresh,
        about: "Restarts a station, or one of its EVSEs.",
        schema: form<Reset>({
            properties: {
                kind: {
                    label: "Kind",
                    enum: ["soft", "hard", "immediate_and_resume"],
                    default: "soft",
                    labels: {
                        soft: "Soft: transactions are ended in order (1.6) or waited for (2.x)",
                        hard: "Hard: at once",
                        immediate_and_resume: "At once, and transactions go on afterwards (2.1)",
                    },
                },
                evse: { ...EVSE, description: "Empty: the whole station; OCPP 1.6 knows no other way." },
            },
            required: ["kind"],
        }),
    },
    unlock: {
        title: "Unlock",
        icon: IconLockOpen,
        about: "Lets the plug of a connector go.",
        schema: form<Unlock>({
            properties: {
                evse: { ...EVSE, description: "Connector n of OCPP 1.6 is EVSE n.", default: 1 },
                connector: { ...CONNECTOR, default: 1 },
            },
            required: ["evse", "connector"],
        }),
    },
    "change-availability": {
        title: "Availability",
        icon: IconPlugConnected,
        about: "Takes a connector, an EVSE or a station in or out of service.",
        schema: form<ChangeAvailability>({
            properties: {
                operative: {
                    label: "In service",
                    type: "boolean",
                    labels: { true: "Yes: drivers may charge there", false: "No: out of service" },
                },
                evse: EVSE,
                connector: { ...CONNECTOR, description: "Of the EVSE. Empty: the whole EVSE." },
            },
            required: ["operative"],
        }),
    },
    trigger: {
        title: "Trigger a message",
        icon: IconMessageForward,
        about: "Has a station send a message.",
        schema: form<Trigger>({
            properties: {
                message: { label: "Message", type: "string", minLength: 1, maxLength: 50, suggestions: "trigger" },
                evse: {
                    ...EVSE,
                    minimum: 0,
                    description: "Empty: a status is asked of each connector. 0: the station.",
                },
                connector: CONNECTOR,
                custom: {
                    label: "Custom trigger",
                    type: "string",
                    maxLength: 50,
                    description: "With CustomTrigger of OCPP 2.1: the maker's name of what is wanted.",
                },
            },
            required: ["message"],
        }),
    },
    "get-configuration": {
        title: "Read configuration",
        icon: IconSettings,
        about: "Reads configuration keys (1.6) or variables (2.x). What comes is kept with the station.",
        schema: form<GetConfiguration>({
            properties: {
                names: {
                    label: "Names",
                    type: "array",
                    description: "None: all. Such as HeartbeatInterval (1.6), OCPPCommCtrlr.HeartbeatInterval (2.x).",
                    items: { type: "string", minLength: 1, maxLength: 1000, suggestions: "variable" },
                },
            },
            required: [],
        }),
    },
    "set-configuration": {
        title: "Change configuration",
        icon: IconSettingsUp,
        about: "Changes configuration keys (1.6) or variables (2.x).",
        schema: form<SetConfiguration>({
            properties: {
                values: {
                    label: "Values",
                    type: "object",
                    description: "Such as HeartbeatInterval (1.6), OCPPCommCtrlr.HeartbeatInterval (2.x).",
                    additionalProperties: { type: "string", maxLength: 2500 },
                    minProperties: 1,
                    suggestions: "variable",
                },
            },
            required: ["values"],
        }),
    },
    "set-password": {
        title: "Change password",
        icon: IconPassword,
        about: "Gives a station another password. While it is not known whether it took it, both are good.",
        schema: form<SetPassword>({
            properties: {
                password: {
                    label: "Password",
                    type: "string",
                    minLength: 16,
                    maxLength: 40,
                    description:
                        "Empty: the server makes one that nobody needs to know. At most 20 bytes with OCPP 1.6.",
                },
            },
            required: [],
        }),
    },
    "clear-cache": {
        title: "Clear cache",
        icon: IconClearAll,
        about: "Has a station forget which tokens it has seen.",
        schema: form<ClearCache>({ properties: {}, required: [] }),
    },
    "data-transfer": {
        title: "Data transfer",
        icon: IconBolt,
        about: "Sends what only a vendor understands.",
        schema: form<DataTransfer>({
            properties: {
                vendor: { label: "Vendor", type: "string", minLength: 1, maxLength: 255 },
                message: { label: "Message", type: "string", maxLength: 50 },
                data: { label: "Data" },
            },
            required: ["vendor"],
        }),
    },
    "set-limit": {
        title: "Set a limit",
        icon: IconGauge,
        about: "Limits what a station or an EVSE draws.",
        schema: form<SetLimit>({ properties: { limit: LIMIT, evse: EVSE }, required: ["limit"] }),
    },
    "clear-limit": {
        title: "Clear a limit",
        icon: IconGaugeOff,
        about: "Takes a limit back.",
        schema: form<ClearLimit>({ properties: { evse: EVSE }, required: [] }),
    },
};

/** In the order in which they are offered. */
export const NEUTRAL_NAMES = Object.keys(NEUTRAL) as NeutralName[];

/** Tells the commands of no version from the messages of one. */
export function isNeutral(name: string): name is NeutralName {
    return Object.hasOwn(NEUTRAL, name);
}

/** How a command is called: "Start a charge", "GetCompositeSchedule". */
export function titleOf(name: string): string {
    return isNeutral(name) ? NEUTRAL[name].title : name;
}

/** Words that are offered where nothing better is known. */
export const WORDS = {
    tokenType: ["Central", "eMAID", "ISO14443", "ISO15693", "KeyCode", "Local", "MacAddress", "NoAuthorization"],
    trigger: [
        "BootNotification",
        "Heartbeat",
        "StatusNotification",
        "MeterValues",
        "TransactionEvent",
        "FirmwareStatusNotification",
        "DiagnosticsStatusNotification",
        "LogStatusNotification",
        "SignChargePointCertificate",
        "SignChargingStationCertificate",
    ],
} as const;
