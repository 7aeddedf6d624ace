/** What an operator chooses when a station is let in, and what of it is sent. */

import type { Acceptance, Station } from "../../api/schema";

export type PasswordChoice =
    /** None, or the one that it has. */
    | "keep"
    /** The server makes one. */
    | "generate"
    /** It is typed here. */
    | "type";

export interface Choices {
    profile: number;
    password: PasswordChoice;
    typed: string;
    /** Number of the site; null: none, or as it is. */
    site: number | null;
    note: string;
}

export const PROFILES = [
    {
        value: "0",
        label: "0: without a password",
        says: "Whoever names its identity is let in. For tests, and networks of one's own.",
    },
    {
        value: "1",
        label: "1: password",
        says: "The charger sends a password, unencrypted unless its URL begins with wss://.",
    },
    {
        value: "2",
        label: "2: password over TLS",
        says: "The charger sends a password; its URL has to begin with wss://.",
    },
    {
        value: "3",
        label: "3: certificate of its own",
        says: "The charger shows a client certificate; its URL has to begin with wss://.",
    },
] as const;

const WITH_PASSWORD = new Set([1, 2]);
const LONGEST_PASSWORD = 64;

/** Whether stations of a security profile prove by a password who they are. */
export function wantsPassword(profile: number): boolean {
    return WITH_PASSWORD.has(profile);
}

/** What is chosen at first: as it is, and a new password where one is needed and missing. */
export function firstChoices(station: Station | null, isPasswordWrong: boolean): Choices {
    return {
        profile: station?.security_profile ?? 0,
        password: station?.has_password === true && !isPasswordWrong ? "keep" : "generate",
        typed: "",
        site: station?.site ?? null,
        note: station?.note ?? "",
    };
}

/** What is wrong with a typed password; null: nothing. */
export function faultOfPassword(choices: Choices): string | null {
    if (!wantsPassword(choices.profile) || choices.password !== "type") {
        return null;
    }
    if (choices.typed === "") {
        return "Type the password that the charger has";
    }
    return choices.typed.length > LONGEST_PASSWORD ? `It has no more than ${LONGEST_PASSWORD} letters` : null;
}

/** What is sent. */
export function acceptanceOf(choices: Choices, station: Station | null): Acceptance {
    const body: Acceptance = { security_profile: choices.profile };
    if (wantsPassword(choices.profile) && choices.password !== "keep") {
        body.password = choices.password === "generate" ? "generate" : choices.typed;
    }
    if (choices.site !== null) {
        body.site = choices.site;
    }
    if (choices.note !== (station?.note ?? "")) {
        body.note = choices.note;
    }
    return body;
}
