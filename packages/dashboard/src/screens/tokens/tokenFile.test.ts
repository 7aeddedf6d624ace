import { describe, expect, it } from "vitest";
import type { RegisteredToken } from "../../api/schema";
import { readTokens, writeTokens } from "./tokenFile";

const TOKEN: RegisteredToken = {
    id_token: "04A1B2",
    type: "ISO14443",
    group: "family, all",
    is_blocked: true,
    expires_at: "2027-01-01T00:00:00.000Z",
    concurrent_limit: 2,
    stations: ["CP1", "CP2"],
    note: 'says "hello"\nand goes',
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
};

describe("a file", () => {
    it("that was written is read again", () => {
        const { id_token, created_at: _made, updated_at: _changed, ...body } = TOKEN;
        expect(readTokens(writeTokens([TOKEN]))).toEqual({
            lines: [{ line: 2, idToken: id_token, body }],
            faults: [],
        });
        const formula = { ...TOKEN, note: "=1+1" };
        expect(readTokens(`\uFEFF${writeTokens([formula])}`).lines[0]?.body.note).toBe("=1+1");
    });

    it("needs no more than the tokens, and takes semicolons", () => {
        expect(readTokens("id_token;note\r\na;one\r\n\r\nb;two\r\n").lines).toMatchObject([
            { line: 2, idToken: "a", body: { note: "one", is_blocked: false, expires_at: null } },
            { line: 4, idToken: "b", body: { note: "two" } },
        ]);
    });

    it("has a token once, in whatever letter case", () => {
        expect(readTokens("id_token\nab\nAB\n").faults).toEqual([{ line: 3, message: "AB stands in line 2 already" }]);
    });
});

describe("what is wrong is named with its line", () => {
    it.each([
        ["", 1, "id_token is missing"],
        ["id_token,colour\na,red\n", 1, '"colour" is not known'],
        ["id_token\n", 1, "no token"],
        ["id_token,note\n,x\n", 2, "id_token is empty"],
        ["id_token,is_blocked\na,perhaps\n", 2, "true or false"],
        ["id_token,concurrent_limit\na,1\nb,0\n", 3, "from 1 on"],
        ["id_token,expires_at\na,tomorrow\n", 2, "2026-05-04"],
        ["id_token\na,b\n", 2, "more fields"],
        ['id_token,note\na,"one\ntwo"\nb,"three\n', 4, "not closed"],
    ])("%j: line %i: %s", (text, line, message) => {
        const { faults } = readTokens(text);
        expect(faults).toHaveLength(1);
        expect(faults[0]?.line).toBe(line);
        expect(faults[0]?.message).toContain(message);
    });
});

it("a day alone begins at midnight here", () => {
    expect(readTokens("id_token,expires_at\na,2026-05-04\n").lines[0]?.body.expires_at).toBe(
        new Date(2026, 4, 4).toISOString(),
    );
});
