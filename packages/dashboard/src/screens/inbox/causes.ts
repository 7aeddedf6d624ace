/** Why a charger was not let in, as an operator reads it. */

import type { Entry } from "../../api/schema";

export type CauseName = Entry["cause"];

const TITLES: Record<CauseName, string> = {
    waits: "Waits",
    unknown: "Unknown",
    too_many_wait: "Too many wait",
    rejected: "Rejected",
    password_missing: "Password missing",
    password_wrong: "Wrong password",
    password_not_set: "No password set here",
    user_name_other: "Other user name",
    tls_missing: "TLS missing",
    certificate_missing: "Certificate missing",
    certificate_other_name: "Certificate of another",
    certificate_other_issuer: "Other issuer",
    certificate_other_organization: "Other organization",
    certificate_not_accepted: "Certificate not accepted",
    serial_number_other: "Other serial number",
    too_many_attempts: "Too many attempts",
    subprotocol_not_common: "No common version",
    subprotocol_not_offered: "Wanted version not offered",
    identity_missing: "No identity",
    no_websocket: "No WebSocket",
    plain_on_tls_port: "Plain on a TLS port",
    tls_on_plain_port: "TLS on a plain port",
    server_certificate_not_accepted: "Distrusts the server",
    tls_failed: "TLS failed",
    went_away: "Went away",
    server_full: "Server full",
    database_away: "Database away",
    server_failed: "Server failed",
};

export const CAUSE_NAMES = Object.keys(TITLES) as CauseName[];

/** Returns a cause in a few words. */
export function titleOf(cause: CauseName): string {
    return TITLES[cause];
}

const BY_ACCEPTING: Partial<Record<CauseName, string>> = {
    waits: "If it is yours, accept it: it goes to work at once.",
    unknown: "If it is yours, accept it: it is let in when it comes again.",
    too_many_wait: "Accept, reject or dismiss some of those that wait; or accept this one.",
    rejected: "If it is to be let in after all, accept it.",
    password_missing:
        "Set the password on the charger (AuthorizationKey in OCPP 1.6, BasicAuthPassword in 2.x), or accept it with security profile 0.",
    password_wrong: "Set the same password on both sides: accept it with a new one, and type that into the charger.",
    password_not_set: "Accept it with the password that the charger has, or with security profile 0.",
    tls_missing:
        "Let the charger's URL begin with wss://, or accept it with security profile 1 or 0. Behind a proxy that ends TLS, name its address in the setting proxy-addresses and have it send X-Forwarded-Proto.",
    certificate_missing:
        "Install a certificate on the charger, issued by an authority of the setting client-ca, or accept it with security profile 2.",
};

/** Whether accepting the station helps, and not only what is done at the charger or the server. */
export function isHelpedByAccepting(cause: CauseName): boolean {
    return cause in BY_ACCEPTING;
}

/** What helps: on this page, where it can be done here; else as the server says it. */
export function remedyOf(entry: Pick<Entry, "cause" | "remedy">): string {
    return BY_ACCEPTING[entry.cause] ?? entry.remedy;
}
