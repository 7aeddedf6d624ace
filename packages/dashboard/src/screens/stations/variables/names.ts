/** Variables by name, and what a station has said when they were changed. */

import type { CommandView, Variable } from "../../../api/schema";

/** Returns the name of a variable as commands have it: `OCPPCommCtrlr.HeartbeatInterval`; in 1.6 it is the key. */
export function nameOf(of: Variable): string {
    if (of.component === "") {
        return of.variable;
    }
    const instance = of.component_instance === "" ? "" : `[${of.component_instance}]`;
    const place = (of.evse === 0 ? "" : `@${of.evse}`) + (of.connector === 0 ? "" : `:${of.connector}`);
    const variable = of.variable_instance === "" ? of.variable : `${of.variable}[${of.variable_instance}]`;
    const attribute = of.attribute === "Actual" ? "" : `#${of.attribute}`;
    return `${of.component}${instance}${place}.${variable}${attribute}`;
}

/** What a variable may hold, as far as the station says (2.x). */
export interface Limits {
    choices: string[] | null;
    unit: string | null;
    /** "between 0 and 300", if there are bounds. */
    bounds: string | null;
}

/** Reads what a station says of a variable. */
export function limitsOf({ characteristics }: Variable): Limits {
    const text = (name: string): string | null => {
        const value: unknown = characteristics?.[name];
        return typeof value === "string" || typeof value === "number" ? String(value) : null;
    };
    const type = text("dataType");
    const listed =
        text("valuesList")
            ?.split(",")
            .map((each) => each.trim()) ?? null;
    const [least, most] = [text("minLimit"), text("maxLimit")];
    return {
        choices: type === "boolean" ? ["true", "false"] : type === "OptionList" ? listed : null,
        unit: text("unit"),
        bounds:
            least !== null && most !== null
                ? `between ${least} and ${most}`
                : least !== null
                  ? `at least ${least}`
                  : most !== null
                    ? `at most ${most}`
                    : null,
    };
}

/** What a station has answered for each variable that a command was to set. */
export function answersIn(command: CommandView): Map<string, string> {
    const answer: unknown = command.answer;
    if (typeof answer !== "object" || answer === null) {
        return new Map();
    }
    return new Map(Object.entries(answer).flatMap(([name, said]) => (typeof said === "string" ? [[name, said]] : [])));
}

/**
 * Returns the names of what takes effect only when the station boots, and that it has been set since it last did.
 *
 * @param commands those that set variables, newest first.
 * @param bootedAt when the station last booted; null: that is not known.
 */
export function waitForReboot(commands: readonly CommandView[], bootedAt: string | null): Set<string> {
    const last = new Map<string, boolean>();
    for (const command of commands) {
        const at = Date.parse(command.finished_at ?? command.requested_at);
        if (bootedAt !== null && at <= Date.parse(bootedAt)) {
            continue;
        }
        for (const [name, said] of answersIn(command)) {
            if (!last.has(name) && (said === "RebootRequired" || said === "Accepted")) {
                last.set(name, said === "RebootRequired");
            }
        }
    }
    return new Set([...last].filter(([, isWaiting]) => isWaiting).map(([name]) => name));
}
