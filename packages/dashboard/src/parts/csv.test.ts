import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("lines end as the standard has it, and what is not known is empty", () => {
    expect(
        toCsv(
            ["Station", "Energy (Wh)"],
            [
                ["CP1", 12.5],
                ["CP2", null],
            ],
        ),
    ).toBe("Station,Energy (Wh)\r\nCP1,12.5\r\nCP2,\r\n");
});

test("commas, quotes and line breaks stay in their cell", () => {
    expect(toCsv(["Note"], [['a "b", c'], ["d\ne"]])).toBe('Note\r\n"a ""b"", c"\r\n"d\ne"\r\n');
});

test("a text that a spreadsheet would run is made a text, and a negative number stays one", () => {
    expect(toCsv(["Token"], [["=cmd()"], ["@x"], [-5]])).toBe("Token\r\n'=cmd()\r\n'@x\r\n-5\r\n");
});
