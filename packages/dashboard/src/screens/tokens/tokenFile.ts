/** Files of tokens (CSV): the same that `csms token import` reads. */

import type { RegisteredToken, TokenRequest } from "../../api/schema";
import { toCsv } from "../../parts/csv";

export const TITLES = [
    "id_token",
    "type",
    "group",
    "is_blocked",
    "expires_at",
    "concurrent_limit",
    "stations",
    "note",
] as const;

type Title = (typeof TITLES)[number];

/** A line of a file. */
export interface TokenLine {
    line: number;
    idToken: string;
    body: TokenRequest;
}

/** What is wrong with a line. */
export interface LineFault {
    line: number;
    message: string;
}

/** What stands in a file. */
export interface TokenFile {
    lines: TokenLine[];
    faults: LineFault[];
}

/** Returns tokens as a file. */
export function writeTokens(tokens: readonly RegisteredToken[]): string {
    return toCsv(
        TITLES,
        tokens.map((token) => [
            token.id_token,
            token.type,
            token.group,
            token.is_blocked,
            token.expires_at,
            token.concurrent_limit,
            token.stations.join(" "),
            token.note,
        ]),
    );
}

/** Reads a file of tokens; of each line it says what is wrong with it. */
export function readTokens(text: string): TokenFile {
    const table = readCsv(text.replace(/^\uFEFF/, ""));
    if (table.fault !== null) {
        return { lines: [], faults: [table.fault] };
    }
    const [head, ...rows] = table.rows;
    const titles = head?.cells.map((cell) => cell.trim()) ?? [];
    const wrong = faultOfTitles(titles);
    if (wrong !== null) {
        return { lines: [], faults: [{ line: head?.line ?? 1, message: wrong }] };
    }
    const lines: TokenLine[] = [];
    const faults: LineFault[] = [];
    const seen = new Map<string, number>();
    for (const { line, cells } of rows) {
        try {
            const read = readLine(line, titles, cells);
            const before = seen.get(read.idToken.toLowerCase());
            if (before !== undefined) {
                throw new RangeError(`${read.idToken} stands in line ${before} already`);
            }
            seen.set(read.idToken.toLowerCase(), line);
            lines.push(read);
        } catch (error) {
            if (!(error instanceof RangeError)) {
                throw error;
            }
            faults.push({ line, message: error.message });
        }
    }
    if (lines.length === 0 && faults.length === 0) {
        faults.push({ line: head?.line ?? 1, message: "There is no token below the titles" });
    }
    return { lines, faults };
}

function faultOfTitles(titles: readonly string[]): string | null {
    const unknown = titles.filter((title) => !TITLES.some((known) => known === title));
    if (unknown.length > 0) {
        return `The titles are not right: ${unknown.map((title) => `"${title}"`).join(", ")} is not known. They are ${TITLES.join(", ")}`;
    }
    return titles.includes("id_token")
        ? null
        : `The titles are not right: id_token is missing. They are ${TITLES.join(", ")}`;
}

const WORDS: Record<string, boolean> = {
    true: true,
    yes: true,
    "1": true,
    false: false,
    no: false,
    "0": false,
    "": false,
};

/** Returns a line. Throws a RangeError that says what is wrong with it. */
function readLine(line: number, titles: readonly string[], cells: readonly string[]): TokenLine {
    if (cells.length > titles.length) {
        throw new RangeError("It has more fields than there are titles");
    }
    const given = (title: Title): string => textOf(cells[titles.indexOf(title)] ?? "");
    const idToken = given("id_token");
    if (idToken === "") {
        throw new RangeError("id_token is empty");
    }
    const isBlocked = WORDS[given("is_blocked").toLowerCase()];
    if (isBlocked === undefined) {
        throw new RangeError(`is_blocked is "${given("is_blocked")}"; it has to be true or false`);
    }
    const limit = given("concurrent_limit");
    if (limit !== "" && !/^0*[1-9]\d{0,6}$/.test(limit)) {
        throw new RangeError(`concurrent_limit is "${limit}"; it has to be a number from 1 on`);
    }
    const body: TokenRequest = {
        group: given("group") || null,
        is_blocked: isBlocked,
        expires_at: timeOf(given("expires_at")),
        concurrent_limit: limit === "" ? null : Number(limit),
        stations: given("stations").split(/\s+/).filter(Boolean),
        note: given("note"),
    };
    const type = given("type");
    if (type !== "") {
        body.type = type;
    }
    return { line, idToken, body };
}

/** What stands in a cell; a sign that keeps spreadsheets from running it is taken away. */
function textOf(cell: string): string {
    return cell.trim().replace(/^'(?=[=+\-@\t\r])/, "");
}

function timeOf(text: string): string | null {
    if (text === "") {
        return null;
    }
    // A day alone begins at midnight here, as a time without a zone is one of here.
    const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN;
    if (Number.isNaN(ms)) {
        throw new RangeError(`expires_at is "${text}"; it has to look like 2026-05-04T12:00:00Z or 2026-05-04`);
    }
    return new Date(ms).toISOString();
}

interface CsvRow {
    line: number;
    cells: string[];
}

/** Reads CSV (RFC 4180) with commas or semicolons between; empty lines are left out. */
function readCsv(text: string): { rows: CsvRow[]; fault: LineFault | null } {
    const first = text.slice(0, text.search(/[\r\n]|$/));
    const separator = first.split(";").length > first.split(",").length ? ";" : ",";
    const rows: CsvRow[] = [];
    let cells: string[] = [];
    let cell = "";
    let line = 1;
    let rowLine = 1;
    let isQuoted = false;
    const endRow = (): void => {
        cells.push(cell);
        if (cells.some((each) => each.trim() !== "")) {
            rows.push({ line: rowLine, cells });
        }
        cells = [];
        cell = "";
    };
    for (let at = 0; at < text.length; at += 1) {
        const letter = text[at];
        if (letter === "\n") {
            line += 1;
        }
        if (isQuoted) {
            if (letter !== '"') {
                cell += letter;
            } else if (text[at + 1] === '"') {
                cell += '"';
                at += 1;
            } else {
                isQuoted = false;
            }
        } else if (letter === '"' && cell === "") {
            isQuoted = true;
        } else if (letter === separator) {
            cells.push(cell);
            cell = "";
        } else if (letter === "\n") {
            endRow();
            rowLine = line;
        } else if (letter !== "\r") {
            cell += letter;
        }
    }
    if (isQuoted) {
        return { rows: [], fault: { line: rowLine, message: "A quotation mark is opened here and not closed" } };
    }
    endRow();
    return { rows, fault: null };
}
