import { asProblem, given } from "../../../api/client";
import type { Frame } from "../../../api/schema";
import { CALL, isCall } from "./frames";

/** What is asked of the server. */
export interface FrameQuery {
    from?: string;
    to?: string;
    order: "newest" | "oldest";
    limit: number;
    /** Only frames of this message type number. */
    kind?: number;
}

export interface FramePage {
    items: readonly Frame[];
    next: string | null;
}

export type ReadFrames = (query: FrameQuery, signal: AbortSignal) => Promise<FramePage>;

/** What is shown of a feed; a new one whenever something changes. */
export interface Shown {
    /** Newest first; undefined: nothing was read yet. */
    frames: readonly Frame[] | undefined;
    isPaused: boolean;
    /** How many have come since the feed was paused; they are not shown. */
    held: number;
    hasOlder: boolean;
    /** There is more between what is shown and now. */
    hasNewer: boolean;
    /** What is wrong, if the last attempt has failed. */
    error: Error | null;
}

const PAGE = 100;
/** Stands for the number of the newest frame where there is none; numbers begin with 1. */
const NOTHING = 0;
/** So many are kept of what comes; older ones are read again when somebody looks for them. */
export const KEPT = 5000;
/** So often the answer to a call is asked for; what was not answered then never will be. */
export const ATTEMPTS = 60;

/**
 * Frames around an instant, or up to now: read backwards as one goes down, and forwards as they come.
 *
 * @param read asks the server.
 * @param at where to begin; undefined: now.
 * @param kept how many are kept at most.
 */
export class FrameFeed {
    readonly #read: ReadFrames;
    readonly #at: string | undefined;
    readonly #kept: number;
    readonly #listeners = new Set<() => void>();
    #abort = new AbortController();
    #frames: Frame[] | undefined;
    #ids = new Set<number>();
    /** How often the answer to a call was asked for, by the number of the call. */
    #attempts = new Map<number, number>();
    #heldAt: number | null = null;
    #hasOlder = true;
    #hasNewer: boolean;
    #error: Error | null = null;
    #isReadingOlder = false;
    #isReadingNewer = false;
    #shown: Shown;

    constructor(read: ReadFrames, at: string | undefined, kept = KEPT) {
        this.#read = read;
        this.#at = at;
        this.#kept = kept;
        this.#hasNewer = at !== undefined;
        this.#shown = this.#show();
    }

    /** What is shown now. */
    get shown(): Shown {
        return this.#shown;
    }

    /** Tells when something changes; returns what ends it. */
    subscribe(listener: () => void): () => void {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
    }

    /** Lets it be read, also after it was closed. */
    open(): void {
        this.#abort = new AbortController();
        this.#isReadingOlder = false;
        this.#isReadingNewer = false;
    }

    /** Ends what is being read. */
    close(): void {
        this.#abort.abort();
    }

    /** Reads the next page of older frames; the first time, where the feed begins. */
    async loadOlder(): Promise<void> {
        if (this.#isReadingOlder || !this.#hasOlder) {
            return;
        }
        this.#isReadingOlder = true;
        await this.#trying(async (signal) => {
            const oldest = this.#frames?.at(-1);
            const to = oldest === undefined ? this.#at : after(oldest.at);
            const page = await this.#ask({ order: "newest", limit: PAGE, ...given({ to }) }, signal);
            const fresh = page.items.filter(({ id }) => !this.#ids.has(id));
            this.#add(fresh);
            this.#frames = [...(this.#frames ?? []), ...fresh];
            this.#hasOlder = page.next !== null;
        });
        this.#isReadingOlder = false;
    }

    /** Reads what came after the newest frame. */
    async loadNewer(): Promise<void> {
        if (this.#isReadingNewer || this.#frames === undefined) {
            return;
        }
        this.#isReadingNewer = true;
        await this.#trying(async (signal) => {
            const from = this.#frames?.[0]?.at ?? this.#at;
            const page = await this.#ask({ order: "oldest", limit: PAGE, ...given({ from }) }, signal);
            const fresh = page.items.filter(({ id }) => !this.#ids.has(id)).reverse();
            this.#hasNewer = page.next !== null;
            if (fresh.length > 0) {
                this.#add(fresh);
                this.#frames = [...fresh, ...(this.#frames ?? [])];
                this.#forget();
            }
        });
        this.#isReadingNewer = false;
    }

    /** Reads the calls again that were not answered yet: their answers need not be among the frames. */
    async loadAnswers(): Promise<void> {
        const waiting = (this.#frames ?? []).filter(
            (frame) => isCall(frame) && frame.answer === null && (this.#attempts.get(frame.id) ?? 0) < ATTEMPTS,
        );
        const newest = waiting[0];
        const oldest = waiting.at(-1);
        if (newest === undefined || oldest === undefined) {
            return;
        }
        for (const { id } of waiting) {
            this.#attempts.set(id, (this.#attempts.get(id) ?? 0) + 1);
        }
        await this.#trying(async (signal) => {
            const query: FrameQuery = {
                order: "oldest",
                limit: PAGE,
                from: oldest.at,
                to: after(newest.at),
                kind: CALL,
            };
            const page = await this.#ask(query, signal);
            const answered = new Map(page.items.filter(({ answer }) => answer !== null).map((each) => [each.id, each]));
            this.#frames = this.#frames?.map((frame) => answered.get(frame.id) ?? frame);
        });
    }

    /** Holds what comes from now on. */
    pause(): void {
        this.#heldAt = this.#frames?.[0]?.id ?? NOTHING;
        this.#tell();
    }

    /** Shows what was held, and what comes. */
    resume(): void {
        this.#heldAt = null;
        this.#forget();
        this.#tell();
    }

    async #ask(query: FrameQuery, signal: AbortSignal): Promise<FramePage> {
        const page = await this.#read(query, signal);
        signal.throwIfAborted();
        return page;
    }

    async #trying(action: (signal: AbortSignal) => Promise<void>): Promise<void> {
        const { signal } = this.#abort;
        try {
            await action(signal);
            this.#error = null;
        } catch (error) {
            if (signal.aborted) {
                return;
            }
            this.#error = asProblem(error);
        }
        this.#tell();
    }

    #add(frames: readonly Frame[]): void {
        for (const { id } of frames) {
            this.#ids.add(id);
        }
    }

    /** Lets go of the oldest, unless somebody looks at them: what is shown while it is paused stays. */
    #forget(): void {
        const frames = this.#frames ?? [];
        if (this.#heldAt !== null || frames.length <= this.#kept) {
            return;
        }
        for (const { id } of frames.slice(this.#kept)) {
            this.#ids.delete(id);
            this.#attempts.delete(id);
        }
        this.#frames = frames.slice(0, this.#kept);
        this.#hasOlder = true;
    }

    #tell(): void {
        this.#shown = this.#show();
        for (const listener of this.#listeners) {
            listener();
        }
    }

    #show(): Shown {
        const frames = this.#frames;
        const held = this.#heldAt === null || frames === undefined ? 0 : countHeld(frames, this.#heldAt);
        return {
            frames: held === 0 ? frames : frames?.slice(held),
            isPaused: this.#heldAt !== null,
            held,
            hasOlder: this.#hasOlder,
            hasNewer: this.#hasNewer,
            error: this.#error,
        };
    }
}

function countHeld(frames: readonly Frame[], newestShown: number): number {
    const place = frames.findIndex(({ id }) => id === newestShown);
    return place < 0 ? frames.length : place;
}

/** Returns a moment later, to a time that the API has given; it has microseconds, which a Date has not. */
function after(at: string): string {
    return new Date(Date.parse(at) + 1).toISOString();
}
