/** What a form is made from: a JSON schema, looked at one level at a time, so that one that holds itself is no trouble. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
    [name: string]: Json;
}

/** The part of JSON Schema that messages use. */
export interface Schema {
    $ref?: string;
    $defs?: Readonly<Record<string, Schema>>;
    definitions?: Readonly<Record<string, Schema>>;
    title?: string;
    description?: string;
    type?: string | readonly string[];
    const?: Json;
    enum?: readonly Json[];
    anyOf?: readonly Schema[];
    oneOf?: readonly Schema[];
    allOf?: readonly Schema[];
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
    additionalProperties?: boolean | Schema;
    items?: Schema;
    minItems?: number;
    maxItems?: number;
    minProperties?: number;
    maxProperties?: number;
    format?: string;
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
    multipleOf?: number;
    default?: Json;
    /** What stands at the field instead of the name of the property. */
    label?: string;
    /** How values are called that mean little by themselves. */
    labels?: Readonly<Record<string, string>>;
    /** What is offered while somebody types; the form is handed lists by name. */
    suggestions?: string;
}

interface Told {
    description: string;
}

/** A property of an object. */
export interface Member {
    name: string;
    /** What stands at its field. */
    label: string;
    schema: Schema;
    isRequired: boolean;
}

export interface ObjectField extends Told {
    kind: "object";
    /** Those that have to be there come first. */
    members: readonly Member[];
    /** It may have other properties. */
    isOpen: boolean;
}

/** Names that nobody knows beforehand, each with a value. */
export interface MapField extends Told {
    kind: "map";
    value: Schema;
    min: number;
    max: number | undefined;
    suggestions: string | undefined;
}

export interface ListField extends Told {
    kind: "list";
    item: Schema;
    min: number;
    max: number | undefined;
}

export interface ChoiceField extends Told {
    kind: "choice";
    words: readonly (string | number)[];
    labels: Readonly<Record<string, string>>;
}

export interface TextField extends Told {
    kind: "text";
    min: number;
    max: number | undefined;
    pattern: string | undefined;
    isTime: boolean;
    suggestions: string | undefined;
}

export interface NumberField extends Told {
    kind: "number";
    isWhole: boolean;
    min: number | undefined;
    max: number | undefined;
    multipleOf: number | undefined;
    suggestions: string | undefined;
}

export interface BooleanField extends Told {
    kind: "boolean";
    labels: Readonly<Record<string, string>>;
}

/** Whatever JSON there is. */
export interface AnythingField extends Told {
    kind: "anything";
}

export type Field =
    | ObjectField
    | MapField
    | ListField
    | ChoiceField
    | TextField
    | NumberField
    | BooleanField
    | AnythingField;

const VENDORS_OWN = "customData";

/** Says what stands at a place of the schema. `root` is where its references lead to. */
export function fieldOf(schema: Schema, root: Schema): Field {
    const found = resolved(schema, root);
    const description = found.description ?? "";
    const words = wordsOf(found);
    if (words !== null) {
        return { kind: "choice", description, words, labels: found.labels ?? {} };
    }
    switch (typeOf(found)) {
        case "object":
            return objectOrMap(found, description);
        case "array":
            return {
                kind: "list",
                description,
                item: found.items ?? {},
                min: found.minItems ?? 0,
                max: found.maxItems,
            };
        case "string":
            return {
                kind: "text",
                description,
                min: found.minLength ?? 0,
                max: found.maxLength,
                pattern: found.pattern,
                isTime: found.format === "date-time",
                suggestions: found.suggestions,
            };
        case "integer":
        case "number":
            return {
                kind: "number",
                description,
                isWhole: typeOf(found) === "integer",
                min: found.minimum,
                max: found.maximum,
                multipleOf: found.multipleOf,
                suggestions: found.suggestions,
            };
        case "boolean":
            return { kind: "boolean", description, labels: found.labels ?? {} };
        default:
            return { kind: "anything", description };
    }
}

function objectOrMap(schema: Schema, description: string): ObjectField | MapField | AnythingField {
    const extra = schema.additionalProperties;
    const properties = Object.entries(schema.properties ?? {});
    if (properties.length > 0 || extra === false) {
        return {
            kind: "object",
            description,
            members: inOrder(properties, new Set(schema.required)),
            isOpen: extra !== false,
        };
    }
    return typeof extra === "object"
        ? {
              kind: "map",
              description,
              value: extra,
              min: schema.minProperties ?? 0,
              max: schema.maxProperties,
              suggestions: schema.suggestions,
          }
        : { kind: "anything", description };
}

/** Those that have to be there, then the others; what is the vendor's own at last. */
function inOrder(properties: [string, Schema][], required: ReadonlySet<string>): Member[] {
    const rank = (name: string) => (required.has(name) ? 0 : name === VENDORS_OWN ? 2 : 1);
    return properties
        .map(([name, schema]) => ({
            name,
            label: schema.label ?? name,
            schema,
            isRequired: required.has(name),
        }))
        .sort((one, other) => rank(one.name) - rank(other.name));
}

/** Follows references and takes together what is said in several places; one that leads to itself says nothing. */
export function resolved(schema: Schema, root: Schema, seen: ReadonlySet<string> = new Set()): Schema {
    if (schema.$ref !== undefined) {
        const { $ref, ...own } = schema;
        if (seen.has($ref)) {
            return own;
        }
        return { ...resolved(target($ref, root), root, new Set([...seen, $ref])), ...own };
    }
    if (schema.allOf !== undefined) {
        const { allOf, ...own } = schema;
        return Object.assign({}, ...allOf.map((part) => resolved(part, root, seen)), own) as Schema;
    }
    const either = schema.anyOf ?? schema.oneOf;
    if (either === undefined) {
        return schema;
    }
    const { anyOf: _, oneOf: __, ...own } = schema;
    const parts = either.map((part) => resolved(part, root, seen)).filter((part) => part.type !== "null");
    return { ...merged(parts), ...own };
}

function merged(parts: readonly Schema[]): Schema {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) {
        return first;
    }
    const words = parts.map(wordsOf);
    if (parts.length > 0 && words.every((each) => each !== null)) {
        return { enum: words.flat() };
    }
    return parts.length > 0 && parts.every(({ type }) => type === "integer" || type === "number")
        ? { type: "number" }
        : {};
}

function target(reference: string, root: Schema): Schema {
    if (reference === "#") {
        return root;
    }
    let found: unknown = root;
    for (const step of reference.replace(/^#\//, "").split("/")) {
        const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
        found = typeof found === "object" && found !== null ? (found as Record<string, unknown>)[name] : undefined;
    }
    return typeof found === "object" && found !== null ? (found as Schema) : {};
}

function wordsOf(schema: Schema): (string | number)[] | null {
    const words = schema.const !== undefined ? [schema.const] : schema.enum;
    const useful = words?.filter((word) => typeof word === "string" || typeof word === "number");
    return useful !== undefined && useful.length > 0 ? useful : null;
}

function typeOf(schema: Schema): string | undefined {
    const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== "null");
    if (types.length === 1 && types[0] !== undefined) {
        return types[0] as string;
    }
    return schema.properties === undefined ? undefined : "object";
}
