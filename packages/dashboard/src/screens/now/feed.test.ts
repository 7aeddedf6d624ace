import { beforeEach, expect, it } from "vitest";
import type { ConnectorNow } from "../../api/schema";
import { connector } from "./connectors.testing";
import { ConnectorFeed, GATHER_MS, MANY_STATIONS, RETRY_MS } from "./feed";
import type { Change } from "./patches";

function gone(station: string): Change {
    return { name: "station.disconnected", data: { station, at: "2026-05-01T12:30:00Z", reason: "" } };
}

let list: ConnectorNow[];
let timers: { ms: number; action: () => void }[];
let asked: { stations: readonly string[]; answer: (found: ConnectorNow[]) => void; fail: () => void }[];
let wholes: number;
let feed: ConnectorFeed;

beforeEach(() => {
    list = [connector({ station: "A" }), connector({ station: "B" })];
    timers = [];
    asked = [];
    wholes = 0;
    feed = new ConnectorFeed({
        update(change) {
            list = change(list);
        },
        readStations: (stations) =>
            new Promise((resolve, reject) => {
                asked.push({ stations, answer: resolve, fail: () => reject(new Error("no link")) });
            }),
        readAll: () => {
            wholes += 1;
        },
        after(ms, action) {
            const timer = { ms, action };
            timers.push(timer);
            return () => {
                timers = timers.filter((each) => each !== timer);
            };
        },
    });
});

/** Lets the one timer that there is go off; returns how long it was set for. */
function goOff(): number {
    expect(timers).toHaveLength(1);
    const [timer] = timers.splice(0);
    timer?.action();
    return timer?.ms ?? 0;
}

/** Lets what waits for an answer go on. */
async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
        await Promise.resolve();
    }
}

it("gathers what happens, and reads the stations again together", async () => {
    feed.take([gone("A")]);
    feed.take([gone("B"), gone("A")]);
    expect(goOff()).toBe(GATHER_MS);
    expect(asked.map(({ stations }) => stations)).toEqual([["A", "B"]]);
    asked[0]?.answer([connector({ station: "A", state: "offline" })]);
    await settle();
    // B is not known any more.
    expect(list.map(({ station, state }) => [station, state])).toEqual([["A", "offline"]]);
    expect(timers).toEqual([]);
});

it("reads a station once more when something happens while it is read", async () => {
    feed.take([gone("A")]);
    goOff();
    feed.take([gone("A")]);
    goOff();
    expect(asked).toHaveLength(1);
    asked[0]?.answer([connector({ station: "A" })]);
    await settle();
    goOff();
    expect(asked.map(({ stations }) => stations)).toEqual([["A"], ["A"]]);
});

it("tries again after a while when reading fails", async () => {
    feed.take([gone("A")]);
    goOff();
    asked[0]?.fail();
    await settle();
    expect(goOff()).toBe(RETRY_MS);
    expect(asked.map(({ stations }) => stations)).toEqual([["A"], ["A"]]);
});

it("reads everything when it is about many stations", () => {
    feed.take(Array.from({ length: MANY_STATIONS + 1 }, (_, n) => gone(`S${n}`)));
    goOff();
    expect(wholes).toBe(1);
    expect(asked).toEqual([]);
});

it("reads a station again of which something was told while everything was read", async () => {
    let answer: (found: ConnectorNow[]) => void = () => {};
    const whole = feed.whole(
        () =>
            new Promise((resolve) => {
                answer = resolve;
            }),
    );
    feed.take([gone("A")]);
    goOff();
    asked[0]?.answer([connector({ station: "A", state: "offline" })]);
    await settle();
    answer([connector({ station: "A" })]);
    expect(await whole).toHaveLength(1);
    goOff();
    expect(asked.map(({ stations }) => stations)).toEqual([["A"], ["A"]]);
});

it("does nothing after its end", () => {
    feed.take([gone("A")]);
    feed.close();
    expect(timers).toEqual([]);
});
