import { describe, expect, it } from "vitest";
import { connector, running } from "./connectors.testing";
import { arrange, columnsIn, GAP_REM, HEADING_REM, heightOf, linesOf, PAUSE_REM, seenOf } from "./layout";
import type { SiteGroup } from "./selection";

function groupOf(key: string, tiles: number): SiteGroup {
    const connectors = Array.from({ length: tiles }, (_, n) => connector({ station: `CP${n}` }));
    return { key, name: key, address: "", zone: "UTC", connectors };
}

describe("the places of tiles", () => {
    it.each([
        [0, 1],
        [22, 1],
        [30.4, 1],
        [30.5, 2],
        [64, 4],
    ])("in %d rem, %d stand beside each other", (widthRem, columns) => {
        expect(columnsIn(widthRem)).toBe(columns);
    });

    it("a tile is as high as what it tells", () => {
        expect(linesOf(connector())).toBe(2);
        expect(linesOf(connector({ transaction: running() }))).toBe(4);
        expect(linesOf(connector({ transaction: running(), error_info: "hot" }))).toBe(5);
    });

    it("rows and sites follow each other", () => {
        const [first, second] = arrange([groupOf("A", 5), groupOf("B", 1)], 2);
        expect(first?.rows.map(({ tiles }) => tiles.length)).toEqual([2, 2, 1]);
        const rowRem = first?.rows[0]?.heightRem ?? 0;
        expect(first?.rows[2]?.startRem).toBeCloseTo(2 * (rowRem + GAP_REM));
        expect(first?.heightRem).toBeCloseTo(HEADING_REM + 3 * rowRem + 2 * GAP_REM);
        expect(second?.startRem).toBeCloseTo((first?.heightRem ?? 0) + PAUSE_REM);
    });

    it("of many, only those that are seen are made", () => {
        const sections = arrange([groupOf("A", 1000), groupOf("B", 1000), groupOf("C", 1000)], 1);
        const middle = heightOf(sections) / 2;
        const seen = seenOf(sections, middle, middle + 50);
        expect(seen.map(({ group }) => group.key)).toEqual(["B"]);
        const rows = seen[0]?.rows ?? [];
        expect(rows.length).toBeGreaterThan(10);
        expect(rows.length).toBeLessThan(20);
        const startRem = sections[1]?.startRem ?? 0;
        expect(startRem + HEADING_REM + (rows[0]?.startRem ?? 0)).toBeLessThanOrEqual(middle);
        const last = rows.at(-1);
        expect(startRem + HEADING_REM + (last?.startRem ?? 0) + (last?.heightRem ?? 0)).toBeGreaterThanOrEqual(
            middle + 50,
        );
    });

    it("nothing is as high as nothing", () => {
        expect(heightOf(arrange([], 3))).toBe(0);
    });
});
