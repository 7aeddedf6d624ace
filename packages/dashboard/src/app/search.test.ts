import { expect, it } from "vitest";
import { asBoolean, asChoice, asNumber, asText, asTexts, parseSearch, stringifySearch } from "./search";

it("what is written is read again", () => {
    const search = { station: "CP 1/ü", site: ["A", "B"], number: "007" };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it("what is not there is not written", () => {
    expect(stringifySearch({ a: undefined, b: null, c: "", d: [] })).toBe("");
    expect(stringifySearch({ open: false, evse: 0 })).toBe("?open=false&evse=0");
});

it("what makes no sense is not there", () => {
    expect(asText(["a", "b"])).toBeUndefined();
    expect(asTexts("a")).toEqual(["a"]);
    expect(asTexts(undefined)).toBeUndefined();
    expect([asBoolean("true"), asBoolean(false), asBoolean("perhaps")]).toEqual([true, false, undefined]);
    expect([asNumber("17"), asNumber(17), asNumber("-1"), asNumber("1e3")]).toEqual([17, 17, undefined, undefined]);
    expect([asChoice("a", ["a", "b"]), asChoice("c", ["a", "b"])]).toEqual(["a", undefined]);
});
