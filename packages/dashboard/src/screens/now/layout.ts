/** Where tiles stand, so that only those that one sees are made. All lengths are in rem. */

import type { ConnectorNow } from "../../api/schema";
import type { SiteGroup } from "./selection";

export const GAP_REM = 0.5;
export const HEADING_REM = 3.25;
/** Between two sites. */
export const PAUSE_REM = 1;
/** What a tile needs at least to be read. */
const NARROWEST_TILE_REM = 15;
const BORDERS_REM = 1.125;
const LINE_REM = 1.45;

/** Tiles beside each other; as high as the highest of them. */
export interface Row {
    tiles: ConnectorNow[];
    /** Below the heading of its site. */
    startRem: number;
    heightRem: number;
}

/** A site with its tiles. */
export interface Section {
    group: SiteGroup;
    startRem: number;
    heightRem: number;
    rows: Row[];
}

/** How many tiles stand beside each other. */
export function columnsIn(widthRem: number): number {
    return Math.max(1, Math.floor((widthRem + GAP_REM) / (NARROWEST_TILE_REM + GAP_REM)));
}

/** What has to be told of a connector, in lines. */
export function linesOf({ transaction, error_code, error_info, vendor_error_code }: ConnectorNow): number {
    const hasError = error_code !== null || error_info !== null || vendor_error_code !== null;
    return 2 + (transaction === null ? 0 : 2) + (hasError ? 1 : 0);
}

/** Finds a place for each tile. */
export function arrange(groups: readonly SiteGroup[], columns: number): Section[] {
    const sections: Section[] = [];
    let startRem = 0;
    for (const group of groups) {
        const rows = rowsOf(group.connectors, columns);
        const last = rows.at(-1);
        const heightRem = HEADING_REM + (last === undefined ? 0 : last.startRem + last.heightRem);
        sections.push({ group, startRem, heightRem, rows });
        startRem += heightRem + PAUSE_REM;
    }
    return sections;
}

/** How high all of it is. */
export function heightOf(sections: readonly Section[]): number {
    const last = sections.at(-1);
    return last === undefined ? 0 : last.startRem + last.heightRem;
}

/** What is between two heights: sections with none but their rows that are. */
export function seenOf(sections: readonly Section[], topRem: number, bottomRem: number): Section[] {
    return sections
        .filter(({ startRem, heightRem }) => startRem < bottomRem && startRem + heightRem > topRem)
        .map((section) => {
            const tilesRem = section.startRem + HEADING_REM;
            const rows = section.rows.filter(
                ({ startRem, heightRem }) =>
                    tilesRem + startRem < bottomRem && tilesRem + startRem + heightRem > topRem,
            );
            return { ...section, rows };
        });
}

function rowsOf(connectors: readonly ConnectorNow[], columns: number): Row[] {
    const rows: Row[] = [];
    let startRem = 0;
    for (let first = 0; first < connectors.length; first += columns) {
        const tiles = connectors.slice(first, first + columns);
        const heightRem = BORDERS_REM + LINE_REM * Math.max(...tiles.map(linesOf));
        rows.push({ tiles, startRem, heightRem });
        startRem += heightRem + GAP_REM;
    }
    return rows;
}
