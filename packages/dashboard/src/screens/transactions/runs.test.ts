import { expect, test } from "vitest";
import type { HistoryLine } from "../../api/schema";
import { runsOf } from "./runs";

function line(kind: string, text: string): HistoryLine {
    const at = "2026-05-01T12:00:00Z";
    return { kind, text, happened_at: at, received_at: at, seq_no: null, payload: null };
}

test("what is said again and again is one run, until something else is said", () => {
    const runs = runsOf([
        line("started", "a"),
        line("clock", "b"),
        line("clock", "c"),
        line("ended", "d"),
        line("clock", "e"),
    ]);
    expect(runs.map(({ first, rest }) => [first.text, rest.map((each) => each.text)])).toEqual([
        ["a", []],
        ["b", ["c"]],
        ["d", []],
        ["e", []],
    ]);
});

test("what the station says, and notes, are never taken together", () => {
    const runs = runsOf([line("updated", "a"), line("updated", "b"), line("note", "c"), line("note", "d")]);
    expect(runs).toHaveLength(4);
});
