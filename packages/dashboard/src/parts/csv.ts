/** Tables as files that spreadsheets open (RFC 4180, UTF-8). */

/** What stands in a cell; null leaves it empty. */
export type Cell = string | number | boolean | null;

const BYTE_ORDER_MARK = "\uFEFF";

/** Returns a table as CSV; what begins like a formula is made a text, since others may have chosen it. */
export function toCsv(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
    return [headings, ...rows].map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

function written(cell: Cell): string {
    if (typeof cell !== "string") {
        return cell === null ? "" : String(cell);
    }
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has the browser save a CSV text under a name. */
export function saveCsv(name: string, text: string): void {
    // Without the mark, some spreadsheets take it for another encoding.
    const address = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // The browser has taken it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
