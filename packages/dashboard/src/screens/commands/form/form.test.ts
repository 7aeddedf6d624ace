import { describe, expect, it } from "vitest";
import { draftOf, typed } from "./draft";
import { fieldOf, type Json, type Schema } from "./schema";
import { beginning, changed, faultsIn, inOrder, placeOf } from "./values";

const PROFILE: Schema = {
    $ref: "#/$defs/Request",
    $defs: {
        Request: {
            title: "Request",
            type: "object",
            properties: {
                customData: { anyOf: [{ type: "null" }, { $ref: "#/$defs/Custom" }] },
                note: { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }], default: null },
                evseId: { type: "integer", minimum: 0 },
                profile: { $ref: "#/$defs/Profile" },
            },
            required: ["evseId", "profile"],
            additionalProperties: false,
        },
        Profile: {
            title: "Profile",
            type: "object",
            properties: {
                kind: { $ref: "#/$defs/Kind" },
                fixed: { const: "TxProfile" },
                from: { type: "string", format: "date-time" },
                periods: { type: "array", items: { $ref: "#/$defs/Period" }, minItems: 1, maxItems: 2 },
            },
            required: ["kind", "periods", "fixed"],
        },
        Kind: { enum: ["Absolute", "Relative"] },
        Period: {
            type: "object",
            properties: { limit: { type: "number", minimum: 0, multipleOf: 0.1 } },
            required: ["limit"],
        },
        Custom: {
            type: "object",
            properties: { vendorId: { type: "string", maxLength: 255 } },
            required: ["vendorId"],
        },
    },
};

const TREE: Schema = {
    $ref: "#/$defs/Node",
    $defs: {
        Node: {
            type: "object",
            properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/$defs/Node" } } },
            required: ["name"],
        },
        Endless: { type: "object", properties: { next: { $ref: "#/$defs/Endless" } }, required: ["next"] },
        Circle: { $ref: "#/$defs/Circle" },
    },
};

function messages(value: Json, schema: Schema = PROFILE): [string, string][] {
    return faultsIn(value, schema, schema).map(({ place, message }) => [place, message]);
}

describe("fields", () => {
    it("that have to be there come first, and the vendor's own last", () => {
        const field = fieldOf(PROFILE, PROFILE);
        expect(field.kind === "object" && field.members.map(({ name, isRequired }) => [name, isRequired])).toEqual([
            ["evseId", true],
            ["profile", true],
            ["note", false],
            ["customData", false],
        ]);
    });

    it("are called as in the message, or as it is wanted", () => {
        const schema: Schema = {
            type: "object",
            properties: { a: { type: "string", label: "Alpha" }, b: { title: "Beta" } },
        };
        const field = fieldOf(schema, schema);
        expect(field.kind === "object" && field.members.map(({ label }) => label)).toEqual(["Alpha", "b"]);
    });

    it.each<[Schema, string]>([
        [{ type: "string" }, "text"],
        [{ type: ["integer", "null"] }, "number"],
        [{ anyOf: [{ type: "null" }, { type: "boolean" }] }, "boolean"],
        [{ $ref: "#/$defs/Kind" }, "choice"],
        [{ allOf: [{ $ref: "#/$defs/Kind" }], description: "Which" }, "choice"],
        [{ anyOf: [{ const: "A" }, { enum: ["B"] }] }, "choice"],
        [{ anyOf: [{ type: "integer" }, { type: "number" }] }, "number"],
        [{ anyOf: [{ type: "string" }, { type: "object" }] }, "anything"],
        [{ type: "array" }, "list"],
        [{ type: "object", additionalProperties: { type: "string" } }, "map"],
        [{ type: "object" }, "anything"],
        [{ type: "object", additionalProperties: false }, "object"],
        [{ $ref: "#/$defs/NotThere" }, "anything"],
        [{}, "anything"],
    ])("%j is a field of kind %s", (schema, kind) => {
        expect(fieldOf(schema, PROFILE).kind).toBe(kind);
    });
});

describe("a schema that holds itself", () => {
    it("is looked at as deep as the value is", () => {
        expect(beginning(TREE, TREE)).toEqual({});
        const value = { name: "a", children: [{ name: "b", children: [{ name: 1 }] }] };
        expect(messages(value, TREE)).toEqual([["children[0].children[0].name", "It has to be a text"]]);
    });

    it("ends, although it never could", () => {
        const endless: Schema = { ...TREE, $ref: "#/$defs/Endless" };
        expect(beginning(endless, endless)).toHaveProperty("next.next");
        expect(messages({}, endless)).toEqual([["next", "This is needed"]]);
        const circle: Schema = { ...TREE, $ref: "#/$defs/Circle" };
        expect(fieldOf(circle, circle).kind).toBe("anything");
    });
});

describe("values", () => {
    it("begin with what is not to choose", () => {
        expect(beginning(PROFILE, PROFILE)).toEqual({ profile: { fixed: "TxProfile", periods: [{}] } });
        const list: Schema = { type: "object", properties: { names: { type: "array" } }, required: ["names"] };
        expect(beginning(list, list)).toEqual({ names: [null] });
        const schema: Schema = {
            type: "object",
            properties: {
                kind: { enum: ["a", "b"], default: "b" },
                evse: { type: "integer", default: 1 },
                more: { default: 2 },
            },
            required: ["kind", "evse"],
        };
        expect(beginning(schema, schema)).toEqual({ kind: "b", evse: 1 });
    });

    it("change at one place", () => {
        const before = { a: [{ b: 1 }, { b: 2 }], c: "x" };
        expect(changed(before, ["a", 1, "b"], 3)).toEqual({ a: [{ b: 1 }, { b: 3 }], c: "x" });
        expect(changed(before, ["a", 0], undefined)).toEqual({ a: [{ b: 2 }], c: "x" });
        expect(changed(before, ["c"], undefined)).toEqual({ a: [{ b: 1 }, { b: 2 }] });
        expect(changed({}, ["new", "deep"], true)).toEqual({ new: { deep: true } });
        expect(changed(undefined, ["list", 0], "x")).toEqual({ list: ["x"] });
        expect(before).toEqual({ a: [{ b: 1 }, { b: 2 }], c: "x" });
    });

    it("are in the order of the form, and lose nothing by it", () => {
        const before = {
            odd: 1,
            profile: { periods: [{ limit: 1 }], fixed: "TxProfile", kind: "Absolute" },
            evseId: 1,
        };
        const after = inOrder(before, PROFILE, PROFILE);
        expect(after).toEqual(before);
        expect(JSON.stringify(after)).toBe(
            '{"evseId":1,"profile":{"kind":"Absolute","fixed":"TxProfile","periods":[{"limit":1}]},"odd":1}',
        );
    });

    it("have places as the server names them", () => {
        expect(placeOf([])).toBe("");
        expect(placeOf(["a", "b", 0, "c"])).toBe("a.b[0].c");
    });
});

describe("what is wrong", () => {
    const right = { evseId: 1, profile: { kind: "Absolute", fixed: "TxProfile", periods: [{ limit: 16.1 }] } };

    it("is nothing", () => {
        expect(messages(right)).toEqual([]);
    });

    it("is said where it is", () => {
        expect(
            messages({
                evseId: -1,
                note: "too long",
                profile: { kind: "Odd", fixed: "TxProfile", from: "tomorrow", periods: [{ limit: "x" }, {}, {}] },
                other: 1,
            }),
        ).toEqual([
            ["evseId", "It has to be at least 0"],
            ["profile.kind", "It has to be one of Absolute, Relative"],
            ["profile.periods", "At most 2, please"],
            ["profile.periods[0].limit", "It has to be a number"],
            ["profile.periods[1].limit", "This is needed"],
            ["profile.periods[2].limit", "This is needed"],
            ["profile.from", "It has to be a time such as 2026-05-01T12:00:00Z"],
            ["note", "It has 8 characters, and may have 5"],
            ["other", "There is no such field here"],
        ]);
    });

    it.each<[Json, Schema, string | undefined]>([
        [1.5, { type: "integer" }, "It has to be a whole number"],
        [11, { type: "integer", maximum: 10 }, "It has to be at most 10"],
        [16.15, { type: "number", multipleOf: 0.1 }, "It has to be a multiple of 0.1"],
        ["", { type: "string", minLength: 1 }, "It has to have at least 1 character"],
        ["😀😀", { type: "string", maxLength: 2 }, undefined],
        ["a b", { type: "string", pattern: "^[a-z]+$" }, "It has to match ^[a-z]+$"],
        ["a b", { type: "string", pattern: "(?P<python>)" }, undefined],
        ["2026-05-01T12:00:00+02:00", { type: "string", format: "date-time" }, undefined],
        ["2026-05-01", { type: "string", format: "date-time" }, "It has to be a time such as 2026-05-01T12:00:00Z"],
        ["yes", { type: "boolean" }, "It has to be true or false"],
        [null, { anyOf: [{ type: "string" }, { type: "null" }] }, "This is needed"],
        ["***", { type: "string" }, "It was not kept, as it is a secret: type it again"],
        [[], { type: "array", minItems: 1 }, "At least 1, please"],
        ["x", { type: "array" }, "It has to be a list: [ … ]"],
        [[], { type: "object", additionalProperties: false }, "It has to be an object: { … }"],
        [{}, { type: "object", additionalProperties: { type: "string" }, minProperties: 1 }, "At least 1, please"],
        [null, {}, undefined],
    ])("%j against %j: %s", (value, schema, message) => {
        expect(messages(value, schema)[0]?.[1]).toBe(message);
    });
});

describe("the JSON beside the fields", () => {
    it("is written anew when a field changes", () => {
        expect(draftOf({ a: 1 })).toEqual({ value: { a: 1 }, text: '{\n  "a": 1\n}', fault: null });
    });

    it("fills the fields when it is typed, and stays as it was typed", () => {
        expect(typed(draftOf({}), '{"a":  1}')).toEqual({ value: { a: 1 }, text: '{"a":  1}', fault: null });
    });

    it("leaves the fields as they are while it is no JSON", () => {
        const broken = typed(draftOf({ a: 1 }), '{"a": ');
        expect(broken.value).toEqual({ a: 1 });
        expect(broken.text).toBe('{"a": ');
        expect(broken.fault).not.toBeNull();
        expect(typed(broken, '{"a": 2}').fault).toBeNull();
    });
});
