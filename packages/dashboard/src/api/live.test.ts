import { beforeEach, describe, expect, it } from "vitest";
import { type LiveEvent, LiveStream, OPENING_MS, QUIET_MS, type Source } from "./live";

class FakeSource implements Source {
    readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
    isClosed = false;
    readonly url: string;

    constructor(url: string) {
        this.url = url;
    }

    addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
        this.listeners.set(name, listener);
    }

    close(): void {
        this.isClosed = true;
    }

    tell(name: string, data: object = {}, lastEventId = ""): void {
        this.listeners.get(name)?.(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
    }
}

class World {
    sources: FakeSource[] = [];
    timeMs = 0;
    #timers: { dueMs: number; action: () => void }[] = [];
    #paints: (() => void)[] = [];

    open(url: string): Source {
        const source = new FakeSource(url);
        this.sources.push(source);
        return source;
    }

    nowMs(): number {
        return this.timeMs;
    }

    after(ms: number, action: () => void): () => void {
        const timer = { dueMs: this.timeMs + ms, action };
        this.#timers.push(timer);
        return () => {
            this.#timers = this.#timers.filter((other) => other !== timer);
        };
    }

    beforePaint(action: () => void): void {
        this.#paints.push(action);
    }

    pass(ms: number): void {
        this.timeMs += ms;
        const due = this.#timers.filter((timer) => timer.dueMs <= this.timeMs);
        this.#timers = this.#timers.filter((timer) => timer.dueMs > this.timeMs);
        for (const timer of due) {
            timer.action();
        }
    }

    paint(): void {
        for (const action of this.#paints.splice(0)) {
            action();
        }
    }

    get last(): FakeSource {
        const source = this.sources.at(-1);
        if (source === undefined) {
            throw new Error("Nothing was opened");
        }
        return source;
    }
}

let world: World;
let stream: LiveStream;
let missed: number;

beforeEach(() => {
    world = new World();
    stream = new LiveStream(world);
    missed = 0;
    stream.listenToMissed(() => {
        missed += 1;
    });
});

function openLive(): void {
    stream.open();
    world.last.tell("stream.watching");
}

describe("the state", () => {
    it("is live once the stream has begun, and what was read before is read again", () => {
        expect(stream.state).toEqual({ kind: "closed" });
        stream.open();
        expect(stream.state).toEqual({ kind: "reconnecting", sinceMs: 0 });
        world.last.tell("stream.watching");
        expect(stream.state).toEqual({ kind: "live" });
        expect(missed).toBe(1);
    });

    it("says since when there are no events, however often it is tried", () => {
        openLive();
        world.timeMs = 7000;
        world.last.tell("error");
        world.pass(500);
        world.last.tell("error");
        expect(stream.state).toEqual({ kind: "reconnecting", sinceMs: 7000 });
    });

    it("is told to who listens, at each attempt that fails", () => {
        let told = 0;
        stream.listenToState(() => {
            told += 1;
        });
        openLive();
        expect(told).toBe(2);
        world.last.tell("error");
        world.pass(500);
        world.last.tell("error");
        expect(told).toBe(4);
    });

    it("is closed when it is closed, and nothing is tried any more", () => {
        openLive();
        stream.close();
        world.pass(QUIET_MS);
        expect(world.sources).toHaveLength(1);
        expect(world.last.isClosed).toBe(true);
        expect(stream.state).toEqual({ kind: "closed" });
    });
});

describe("the connection", () => {
    it("is opened once", () => {
        stream.open();
        stream.open();
        expect(world.sources.map((source) => source.url)).toEqual(["/api/v1/events"]);
    });

    it("is asked for again with growing pauses, and quickly again after it was there", () => {
        openLive();
        for (const waitMs of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
            world.last.tell("error");
            const count = world.sources.length;
            world.pass(waitMs - 1);
            expect(world.sources).toHaveLength(count);
            world.pass(1);
            expect(world.sources).toHaveLength(count + 1);
        }
        world.last.tell("stream.watching");
        world.last.tell("error");
        const count = world.sources.length;
        world.pass(500);
        expect(world.sources).toHaveLength(count + 1);
    });

    it("goes on after the last event that has a number", () => {
        openLive();
        world.last.tell("station.disconnected", {}, "41");
        world.last.tell("transaction.updated", {});
        world.last.tell("error");
        world.pass(500);
        expect(world.last.url).toBe("/api/v1/events?last_event_id=41");
        world.last.tell("stream.watching");
        expect(missed).toBe(2);
    });

    it("is asked for again when it does not begin", () => {
        stream.open();
        world.pass(OPENING_MS);
        expect(world.last.isClosed).toBe(true);
        world.pass(500);
        expect(world.sources).toHaveLength(2);
    });

    it("is made anew when it is quiet, without anybody noticing", () => {
        openLive();
        world.pass(QUIET_MS - 1);
        world.last.tell("station.connected", {}, "5");
        world.pass(QUIET_MS - 1);
        expect(world.sources).toHaveLength(1);
        world.pass(1);
        expect(world.sources).toHaveLength(2);
        expect(stream.state).toEqual({ kind: "live" });
        world.last.tell("stream.watching");
        expect(missed).toBe(1);
    });

    it("is lost when a quiet one cannot be made anew", () => {
        openLive();
        world.pass(QUIET_MS);
        world.pass(OPENING_MS);
        expect(stream.state.kind).toBe("reconnecting");
    });

    it("does not wait for the pause to end when one hurries", () => {
        openLive();
        world.last.tell("error");
        stream.hurry();
        expect(world.sources).toHaveLength(2);
        world.pass(500);
        expect(world.sources).toHaveLength(2);
    });

    it("is left alone when one hurries and it is live", () => {
        openLive();
        stream.hurry();
        expect(world.sources).toHaveLength(1);
    });

    it("is lost when the way is gone", () => {
        openLive();
        stream.lose();
        expect(stream.state.kind).toBe("reconnecting");
        expect(world.last.isClosed).toBe(true);
    });

    it("of before says nothing any more", () => {
        openLive();
        const old = world.last;
        old.tell("error");
        world.pass(500);
        old.tell("stream.watching");
        old.tell("station.connected", {}, "9");
        expect(stream.state.kind).toBe("reconnecting");
        world.last.tell("error");
        world.pass(1000);
        expect(world.last.url).toBe("/api/v1/events");
    });
});

describe("events", () => {
    it("are handed on together before the next picture, to who wants them", () => {
        const taken: (readonly LiveEvent[])[] = [];
        const others: (readonly LiveEvent[])[] = [];
        stream.listen(["station.connected", "station.disconnected"], (events) => taken.push(events));
        stream.listen(["inbox.changed"], (events) => others.push(events));
        openLive();
        world.last.tell("station.connected", { station: "A" }, "1");
        world.last.tell("transaction.updated", { station: "A" });
        world.last.tell("station.disconnected", { station: "A" }, "2");
        expect(taken).toEqual([]);
        world.paint();
        expect(taken.map((events) => events.map((event) => event.name))).toEqual([
            ["station.connected", "station.disconnected"],
        ]);
        expect(others).toEqual([]);
    });

    it("of later pictures are handed on later", () => {
        const taken: (readonly LiveEvent[])[] = [];
        const end = stream.listen(["station.connected"], (events) => taken.push(events));
        openLive();
        for (const station of ["A", "B"]) {
            world.last.tell("station.connected", { station });
            world.paint();
        }
        end();
        world.last.tell("station.connected", { station: "C" });
        world.paint();
        expect(taken.flat().map((event) => event.data.station)).toEqual(["A", "B"]);
    });

    it("that were missed are told of", () => {
        openLive();
        world.last.tell("stream.missed");
        expect(missed).toBe(2);
    });
});
