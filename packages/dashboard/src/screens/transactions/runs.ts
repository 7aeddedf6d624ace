/** A history says some things again and again; they are shown once. */

import type { HistoryLine } from "../../api/schema";

/** A line, and those after it that say the same of later times. */
export interface Run {
    first: HistoryLine;
    rest: HistoryLine[];
}

const OF_STATIONS = new Set(["started", "updated", "ended"]);

/** Whether it is what the station has said, and not what was thought of it. */
export function isOfStation({ kind }: HistoryLine): boolean {
    return OF_STATIONS.has(kind);
}

/** Takes lines of the same kind that follow each other together, but for those of the station itself. */
export function runsOf(lines: readonly HistoryLine[]): Run[] {
    const runs: Run[] = [];
    for (const line of lines) {
        const last = runs.at(-1);
        if (last !== undefined && last.first.kind === line.kind && !isOfStation(line) && !isNote(line)) {
            last.rest.push(line);
        } else {
            runs.push({ first: line, rest: [] });
        }
    }
    return runs;
}

/** Notes and remarks on the energy have nothing in common but the kind. */
function isNote({ kind }: HistoryLine): boolean {
    return kind === "note" || kind === "energy";
}
