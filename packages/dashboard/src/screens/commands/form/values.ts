/** The value that a form holds: where it begins, how it changes, and what is wrong with it. */

import { type Field, fieldOf, type Json, type JsonObject, resolved, type Schema } from "./schema";

/** A place inside a value: `["chargingProfile", "chargingSchedule", 0]`. */
export type Path = readonly (string | number)[];

export interface FormFault {
    /** Where: `chargingProfile.chargingSchedule[0]`; empty: the whole. */
    place: string;
    message: string;
    /** Nothing is there yet: not worth a word before somebody wants to send it. */
    isMissing: boolean;
}

/** What secrets are shown as in what was sent; it is no value. */
export const MASK = "***";

const DEEPEST = 32;

/** Writes a place as the server does. */
export function placeOf(path: Path): string {
    return path.reduce<string>(
        (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
        "",
    );
}

/** Returns what there is of a value before anybody has typed: what has to be there, as far as it is not to choose. */
export function beginning(schema: Schema, root: Schema, depth = 0): Json | undefined {
    const field = fieldOf(schema, root);
    if (depth > DEEPEST) {
        return undefined;
    }
    switch (field.kind) {
        case "object": {
            const made: JsonObject = {};
            for (const member of field.members) {
                const inside = member.isRequired ? beginning(member.schema, root, depth + 1) : undefined;
                if (inside !== undefined) {
                    made[member.name] = inside;
                }
            }
            return made;
        }
        case "list":
            // A list that has to be there is seldom meant to be empty.
            return Array.from({ length: Math.max(1, field.min) }, () => beginning(field.item, root, depth + 1) ?? null);
        case "map":
            return {};
        case "choice":
            return field.words.length === 1 ? field.words[0] : resolved(schema, root).default;
        default:
            return resolved(schema, root).default ?? undefined;
    }
}

/** Returns a value with another one at a place; undefined takes it away. */
export function changed(value: Json | undefined, path: Path, to: Json | undefined): Json | undefined {
    const [step, ...rest] = path;
    if (step === undefined) {
        return to;
    }
    if (typeof step === "number") {
        const items = Array.isArray(value) ? [...value] : [];
        const inside = changed(items[step], rest, to);
        if (inside === undefined) {
            items.splice(step, 1);
        } else {
            items[step] = inside;
        }
        return items;
    }
    const members = isObject(value) ? { ...value } : {};
    const inside = changed(members[step], rest, to);
    if (inside === undefined) {
        delete members[step];
    } else {
        members[step] = inside;
    }
    return members;
}

/** Returns a value with its members in the order of the form: it is sent as it stands. */
export function inOrder(value: Json, schema: Schema, root: Schema): Json {
    const field = fieldOf(schema, root);
    if (field.kind === "list" && Array.isArray(value)) {
        return value.map((item) => inOrder(item, field.item, root));
    }
    if (field.kind !== "object" || !isObject(value)) {
        return value;
    }
    const known = field.members.flatMap((member): [string, Json][] => {
        const inside = value[member.name];
        return inside === undefined ? [] : [[member.name, inOrder(inside, member.schema, root)]];
    });
    return { ...Object.fromEntries(known), ...value, ...Object.fromEntries(known) };
}

/** Returns what breaks the schema, in the order of the value; it goes no deeper than the value does. */
export function faultsIn(value: Json | undefined, schema: Schema, root: Schema, path: Path = []): FormFault[] {
    const field = fieldOf(schema, root);
    const fault = (message: string): FormFault[] => [{ place: placeOf(path), message, isMissing: false }];
    if (value === undefined || (value === null && field.kind !== "anything")) {
        return [{ place: placeOf(path), message: "This is needed", isMissing: true }];
    }
    if (value === MASK) {
        return fault("It was not kept, as it is a secret: type it again");
    }
    switch (field.kind) {
        case "object":
            return isObject(value) ? faultsInObject(value, field, root, path) : fault("It has to be an object: { … }");
        case "map":
            return isObject(value)
                ? [
                      ...countFaults(Object.keys(value).length, field, path),
                      ...Object.entries(value).flatMap(([name, inside]) =>
                          faultsIn(inside, field.value, root, [...path, name]),
                      ),
                  ]
                : fault("It has to be an object: { … }");
        case "list":
            return Array.isArray(value)
                ? [
                      ...countFaults(value.length, field, path),
                      ...value.flatMap((item, index) => faultsIn(item, field.item, root, [...path, index])),
                  ]
                : fault("It has to be a list: [ … ]");
        default: {
            const message = faultOfScalar(value, field);
            return message === null ? [] : fault(message);
        }
    }
}

function faultsInObject(
    value: JsonObject,
    field: Extract<Field, { kind: "object" }>,
    root: Schema,
    path: Path,
): FormFault[] {
    const known = new Set(field.members.map(({ name }) => name));
    const unknown = field.isOpen ? [] : Object.keys(value).filter((name) => !known.has(name));
    return [
        ...field.members.flatMap(({ name, schema, isRequired }) =>
            Object.hasOwn(value, name) || isRequired ? faultsIn(value[name], schema, root, [...path, name]) : [],
        ),
        ...unknown.map((name) => ({
            place: placeOf([...path, name]),
            message: "There is no such field here",
            isMissing: false,
        })),
    ];
}

function countFaults(count: number, { min, max }: { min: number; max: number | undefined }, path: Path): FormFault[] {
    const message =
        count < min ? `At least ${min}, please` : max !== undefined && count > max ? `At most ${max}, please` : null;
    return message === null ? [] : [{ place: placeOf(path), message, isMissing: count === 0 }];
}

type Scalar = Exclude<Field, { kind: "object" | "map" | "list" }>;

function faultOfScalar(value: Json, field: Scalar): string | null {
    switch (field.kind) {
        case "choice":
            return field.words.some((word) => word === value) ? null : `It has to be one of ${field.words.join(", ")}`;
        case "boolean":
            return typeof value === "boolean" ? null : "It has to be true or false";
        case "number":
            return faultOfNumber(value, field);
        case "text":
            return faultOfText(value, field);
        case "anything":
            return null;
    }
}

function faultOfNumber(value: Json, field: Extract<Field, { kind: "number" }>): string | null {
    if (typeof value !== "number" || !Number.isFinite(value)) {
        return "It has to be a number";
    }
    if (field.isWhole && !Number.isInteger(value)) {
        return "It has to be a whole number";
    }
    if (field.min !== undefined && value < field.min) {
        return `It has to be at least ${field.min}`;
    }
    if (field.max !== undefined && value > field.max) {
        return `It has to be at most ${field.max}`;
    }
    if (field.multipleOf !== undefined) {
        const times = value / field.multipleOf;
        // 16.1 / 0.1 is not quite whole.
        return Math.abs(times - Math.round(times)) < 1e-6 ? null : `It has to be a multiple of ${field.multipleOf}`;
    }
    return null;
}

function faultOfText(value: Json, field: Extract<Field, { kind: "text" }>): string | null {
    if (typeof value !== "string") {
        return "It has to be a text";
    }
    const length = [...value].length;
    if (length < field.min) {
        return `It has to have at least ${counted(field.min)}`;
    }
    if (field.max !== undefined && length > field.max) {
        return `It has ${counted(length)}, and may have ${field.max}`;
    }
    if (field.isTime && !isTime(value)) {
        return "It has to be a time such as 2026-05-01T12:00:00Z";
    }
    if (field.pattern !== undefined && !matches(value, field.pattern)) {
        return `It has to match ${field.pattern}`;
    }
    return null;
}

function counted(letters: number): string {
    return letters === 1 ? "1 character" : `${letters} characters`;
}

/** A date with its time, and where on earth it is that time (RFC 3339). */
export function isTime(text: string): boolean {
    return (
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i.test(text) &&
        !Number.isNaN(Date.parse(text))
    );
}

function matches(text: string, pattern: string): boolean {
    try {
        return new RegExp(pattern, "u").test(text);
    } catch {
        // A pattern of another kind of regular expressions: the server checks it.
        return true;
    }
}

/** Tells objects from the rest of JSON. */
export function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
