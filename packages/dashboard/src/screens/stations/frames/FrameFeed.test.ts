import { describe, expect, it } from "vitest";
import { ApiProblem } from "../../../api/client";
import type { Frame } from "../../../api/schema";
import { ATTEMPTS, FrameFeed, type FrameQuery } from "./FrameFeed";

const BEGIN = Date.parse("2026-05-01T12:00:00Z");

function frame(id: number): Frame {
    const at = new Date(BEGIN + id * 1000).toISOString();
    const text = `[2,"${id}","Heartbeat",{}]`;
    return {
        id,
        at,
        text,
        station: "A",
        direction: "in",
        kind: 2,
        message_id: `${id}`,
        action: "Heartbeat",
        outcome: null,
        latency_s: null,
        answer: null,
    };
}

/** A log of frames 1 to `count`, as the server answers from it. */
class Log {
    count: number;
    asked: FrameQuery[] = [];
    problem: Error | null = null;
    /** Numbers of the calls that were answered; the answers are none of the frames that are wanted. */
    readonly answered = new Set<number>();

    constructor(count: number) {
        this.count = count;
    }

    read = async (query: FrameQuery): Promise<{ items: Frame[]; next: string | null }> => {
        this.asked.push(query);
        if (this.problem !== null) {
            throw this.problem;
        }
        const all = Array.from({ length: this.count }, (_, index) => this.frame(index + 1)).filter(
            ({ at }) => (query.from === undefined || at >= query.from) && (query.to === undefined || at < query.to),
        );
        const ordered = query.order === "newest" ? all.reverse() : all;
        return { items: ordered.slice(0, query.limit), next: ordered.length > query.limit ? "more" : null };
    };

    private frame(id: number): Frame {
        const answer = { id: 1000 + id, kind: 3, outcome: "Accepted", latency_s: 0.25 };
        return { ...frame(id), answer: this.answered.has(id) ? answer : null };
    }
}

function ids(feed: FrameFeed): number[] | undefined {
    return feed.shown.frames?.map(({ id }) => id);
}

describe("a feed up to now", () => {
    it("has the newest first, and older ones page by page", async () => {
        const feed = new FrameFeed(new Log(150).read, undefined);
        expect(ids(feed)).toBeUndefined();
        await feed.loadOlder();
        expect([ids(feed)?.length, ids(feed)?.[0], feed.shown.hasOlder]).toEqual([100, 150, true]);
        await feed.loadOlder();
        expect([ids(feed)?.length, ids(feed)?.at(-1), feed.shown.hasOlder]).toEqual([150, 1, false]);
    });

    it("takes each frame once as it comes", async () => {
        const log = new Log(2);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        await feed.loadNewer();
        log.count = 4;
        await feed.loadNewer();
        await feed.loadNewer();
        expect(ids(feed)).toEqual([4, 3, 2, 1]);
    });

    it("begins with the first frame of all where there was none", async () => {
        const log = new Log(0);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        expect(ids(feed)).toEqual([]);
        log.count = 1;
        await feed.loadNewer();
        expect(ids(feed)).toEqual([1]);
    });

    it("holds what comes while it is paused, and counts it", async () => {
        const log = new Log(2);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        feed.pause();
        log.count = 5;
        await feed.loadNewer();
        expect([ids(feed), feed.shown.held, feed.shown.isPaused]).toEqual([[2, 1], 3, true]);
        feed.resume();
        expect([ids(feed), feed.shown.held, feed.shown.isPaused]).toEqual([[5, 4, 3, 2, 1], 0, false]);
    });

    it("holds all if there was none when it was paused", async () => {
        const log = new Log(0);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        feed.pause();
        log.count = 1;
        await feed.loadNewer();
        expect([ids(feed), feed.shown.held]).toEqual([[], 1]);
    });

    it("lets go of the oldest, and reads them again when they are wanted", async () => {
        const log = new Log(3);
        const feed = new FrameFeed(log.read, undefined, 4);
        await feed.loadOlder();
        log.count = 6;
        await feed.loadNewer();
        expect([ids(feed), feed.shown.hasOlder]).toEqual([[6, 5, 4, 3], true]);
        await feed.loadOlder();
        expect(ids(feed)).toEqual([6, 5, 4, 3, 2, 1]);
    });
});

describe("a call", () => {
    it("gets its answer when that comes later, and is not among the frames", async () => {
        const log = new Log(3);
        log.answered.add(1);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        const outcomes = () => feed.shown.frames?.map(({ answer }) => answer?.outcome ?? null);
        expect(outcomes()).toEqual([null, null, "Accepted"]);
        log.answered.add(3);
        await feed.loadAnswers();
        expect(outcomes()).toEqual(["Accepted", null, "Accepted"]);
        expect(log.asked.at(-1)).toMatchObject({ from: frame(2).at, kind: 2 });
    });

    it("that is never answered is not asked for without end", async () => {
        const log = new Log(1);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        for (let attempt = 0; attempt < ATTEMPTS + 3; attempt += 1) {
            await feed.loadAnswers();
        }
        expect(log.asked).toHaveLength(1 + ATTEMPTS);
    });
});

describe("a feed at an instant", () => {
    it("has what was before and what came after", async () => {
        const feed = new FrameFeed(new Log(250).read, frame(20).at);
        await feed.loadOlder();
        expect(ids(feed)?.[0]).toBe(19);
        await feed.loadNewer();
        expect([ids(feed)?.[0], feed.shown.hasNewer]).toEqual([118, true]);
        await feed.loadNewer();
        await feed.loadNewer();
        expect([ids(feed)?.[0], ids(feed)?.length, feed.shown.hasNewer]).toEqual([250, 250, false]);
    });
});

describe("a feed that fails", () => {
    it("keeps what it has, says why, and goes on when it is asked again", async () => {
        const log = new Log(1);
        const feed = new FrameFeed(log.read, undefined);
        await feed.loadOlder();
        log.problem = new ApiProblem(503, { title: "Away" });
        await feed.loadNewer();
        expect([ids(feed), feed.shown.error?.message]).toEqual([[1], "Away"]);
        log.problem = null;
        log.count = 2;
        await feed.loadNewer();
        expect([ids(feed), feed.shown.error]).toEqual([[2, 1], null]);
    });

    it("says nothing more when it was closed", async () => {
        const log = new Log(1);
        const feed = new FrameFeed(log.read, undefined);
        let told = 0;
        feed.subscribe(() => {
            told += 1;
        });
        const reading = feed.loadOlder();
        feed.close();
        await reading;
        expect([ids(feed), told]).toEqual([undefined, 0]);
        feed.open();
        await feed.loadOlder();
        expect(ids(feed)).toEqual([1]);
    });
});
