import { describe, expect, it } from "vitest";
import type { CommandView } from "../../api/schema";
import { type Batch, carryOut, counted, failedStations, type Send, type Task, wordOf } from "./batch";

function view(station: string, outcome: CommandView["outcome"]): CommandView {
    return {
        id: 1,
        station,
        site: null,
        name: "reset",
        request: {},
        requested_by: "admin",
        requested_at: "2026-05-01T12:00:00Z",
        outcome,
        answer: null,
        detail: null,
        finished_at: null,
        transaction: null,
    };
}

function tasksFor(...stations: string[]): Task[] {
    return stations.map((station) => ({ station, body: {} }));
}

/** Stations that answer when they are told to. */
class Stations {
    readonly waiting: { station: string; answer(outcome: CommandView["outcome"]): void; fail(error: Error): void }[] =
        [];
    most = 0;
    readonly send: Send = ({ station }, recorded) =>
        new Promise((resolve, reject) => {
            recorded(view(station, "pending"));
            const entry = {
                station,
                answer: (outcome: CommandView["outcome"]) => {
                    this.waiting.splice(this.waiting.indexOf(entry), 1);
                    resolve(view(station, outcome));
                },
                fail: (error: Error) => {
                    this.waiting.splice(this.waiting.indexOf(entry), 1);
                    reject(error);
                },
            };
            this.waiting.push(entry);
            this.most = Math.max(this.most, this.waiting.length);
        });
}

async function turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
}

describe("a batch", () => {
    it("keeps no more than so many stations busy, and has an outcome for each", async () => {
        const stations = new Stations();
        const told: Batch[] = [];
        const done = carryOut("reset", tasksFor("A", "B", "C", "D"), {
            most: 2,
            signal: new AbortController().signal,
            send: stations.send,
            changed: (batch) => told.push(batch),
        });
        expect(stations.waiting.map(({ station }) => station)).toEqual(["A", "B"]);
        stations.waiting[1]?.answer("offline");
        await turn();
        expect(stations.waiting.map(({ station }) => station)).toEqual(["A", "C"]);
        stations.waiting[1]?.fail(new Error("no such station"));
        await turn();
        stations.waiting[0]?.answer("accepted");
        await turn();
        stations.waiting[0]?.answer("accepted");
        await done;
        const last = told.at(-1) as Batch;
        expect(stations.most).toBe(2);
        expect(last.isRunning).toBe(false);
        expect(last.progress.map(wordOf)).toEqual(["accepted", "offline", "not sent", "accepted"]);
        expect(counted(last.progress)).toEqual([
            ["accepted", 2],
            ["offline", 1],
            ["not sent", 1],
        ]);
        expect(failedStations(last)).toEqual(["B", "C"]);
        expect(told[0]?.progress.map(({ kind }) => kind)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
    });

    it("that is called off still waits for what was sent", async () => {
        const stations = new Stations();
        const calling = new AbortController();
        let last: Batch | undefined;
        const done = carryOut("reset", tasksFor("A", "B", "C"), {
            most: 1,
            signal: calling.signal,
            send: stations.send,
            changed: (batch) => {
                last = batch;
            },
        });
        calling.abort();
        expect(last?.progress.map(wordOf)).toEqual(["sent", "cancelled", "cancelled"]);
        expect(last?.isRunning).toBe(true);
        stations.waiting[0]?.answer("accepted");
        await done;
        expect(last?.progress.map(wordOf)).toEqual(["accepted", "cancelled", "cancelled"]);
        expect(last?.isRunning).toBe(false);
    });
});
