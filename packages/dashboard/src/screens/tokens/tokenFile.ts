/** Files of tokens (CSV): the same that `csms token import` reads. */

import { ApiProblem } from "../../api/client";

/** The titles that a file may have beside `id_token`. */
export const TITLES = ["type", "group", "is_blocked", "expires_at", "concurrent_limit", "stations", "note"] as const;

/** What is wrong with a line. */
export interface LineFault {
    line: number;
    message: string;
}

/** Returns what stands in a file. Throws an ApiProblem: it is no text in UTF-8, or is not there any more. */
export async function textOf(file: Blob): Promise<string> {
    let bytes: ArrayBuffer;
    try {
        bytes = await file.arrayBuffer();
    } catch {
        throw new ApiProblem(400, {
            title: "The file cannot be read",
            detail: "It has changed or gone since it was chosen: choose it again.",
        });
    }
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        throw new ApiProblem(400, {
            title: "The file cannot be read",
            detail: "It is no text in UTF-8: save it as CSV UTF-8.",
        });
    }
}

/** Returns what the server has against single lines of a file. */
export function faultsOf(error: Error | null): LineFault[] {
    const faults = error instanceof ApiProblem ? error.faults : [];
    return faults.flatMap(({ place, message }) => {
        const line = /^body\.csv line (\d+)$/.exec(place)?.[1];
        return line === undefined ? [] : [{ line: Number(line), message }];
    });
}
