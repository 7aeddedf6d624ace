/** What happens, while it happens: one stream of the server for the whole page. */

import type { Events } from "./schema";

export type EventName = keyof Events;

/** An event as listeners have it. */
export type LiveEvent<N extends EventName = EventName> = {
    [K in N]: { name: K; data: Events[K] };
}[N];

export type LiveState =
    /** Nobody has asked for the stream. */
    | { kind: "closed" }
    /** Events come as they happen. */
    | { kind: "live" }
    /** They do not, since this time (ms since 1970); whoever looks sees what was. */
    | { kind: "reconnecting"; sinceMs: number };

/** The part of an EventSource that is used. */
export interface Source {
    addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
    close(): void;
}

/** What the stream needs of the world. */
export interface Surroundings {
    open(url: string): Source;
    nowMs(): number;
    /** Runs something later; returns what calls it off. */
    after(ms: number, action: () => void): () => void;
    /** Runs something before the next picture is painted. */
    beforePaint(action: () => void): void;
}

type Listener = (events: readonly LiveEvent[]) => void;

const URL_OF_STREAM = "/api/v1/events";
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A stream that says nothing for so long is asked for anew: it may be dead, which an EventSource does not tell. */
export const QUIET_MS = 45_000;
/** So long the stream may take to begin. */
export const OPENING_MS = 10_000;

const NAMES: Record<EventName, true> = {
    "command.finished": true,
    "connector.status": true,
    "inbox.changed": true,
    "site.changed": true,
    "station.booted": true,
    "station.changed": true,
    "station.connected": true,
    "station.disconnected": true,
    "token.refused": true,
    "transaction.corrected": true,
    "transaction.ended": true,
    "transaction.started": true,
    "transaction.updated": true,
};

/** The names of all events. */
export const EVENT_NAMES = Object.keys(NAMES) as EventName[];

/**
 * The stream: it is opened once, asked for again with growing pauses when it breaks, and goes on after the last event.
 *
 * Events are handed on together, before the next picture is painted.
 */
export class LiveStream {
    readonly #world: Surroundings;
    readonly #listeners = new Map<Listener, ReadonlySet<EventName>>();
    readonly #stateListeners = new Set<() => void>();
    readonly #missedListeners = new Set<() => void>();
    #state: LiveState = { kind: "closed" };
    #source: Source | null = null;
    #lastId = "";
    #failures = 0;
    #waiting: LiveEvent[] = [];
    #callOff: () => void = () => {};

    constructor(world: Surroundings) {
        this.#world = world;
    }

    /** Whether events come. */
    get state(): LiveState {
        return this.#state;
    }

    /** Opens the stream, if it is not open. */
    open(): void {
        if (this.#state.kind === "closed") {
            this.#setState({ kind: "reconnecting", sinceMs: this.#world.nowMs() });
            this.#connect();
        }
    }

    /** Closes the stream and forgets where it was. */
    close(): void {
        this.#drop();
        this.#lastId = "";
        this.#failures = 0;
        this.#waiting = [];
        this.#setState({ kind: "closed" });
    }

    /** Asks for the stream at once, without waiting for the pause to end. */
    hurry(): void {
        if (this.#state.kind === "reconnecting") {
            this.#failures = 0;
            this.#connect();
        }
    }

    /** Says that the way to the server is gone. */
    lose(): void {
        if (this.#state.kind !== "closed") {
            this.#fail();
        }
    }

    /** Hands on the events of these names; returns what ends it. */
    listen<N extends EventName>(names: readonly N[], listener: (events: readonly LiveEvent<N>[]) => void): () => void {
        // It is only called with events of these names.
        const wide = listener as unknown as Listener;
        this.#listeners.set(wide, new Set(names));
        return () => void this.#listeners.delete(wide);
    }

    /** Tells when the state changes, and at each attempt that fails; returns what ends it. */
    listenToState(listener: () => void): () => void {
        this.#stateListeners.add(listener);
        return () => void this.#stateListeners.delete(listener);
    }

    /** Tells when events were missed, so that what was read has to be read again; returns what ends it. */
    listenToMissed(listener: () => void): () => void {
        this.#missedListeners.add(listener);
        return () => void this.#missedListeners.delete(listener);
    }

    #connect(): void {
        this.#drop();
        const source = this.#world.open(
            this.#lastId ? `${URL_OF_STREAM}?last_event_id=${this.#lastId}` : URL_OF_STREAM,
        );
        this.#source = source;
        const ifCurrent = (action: () => void) => () => {
            if (this.#source === source) {
                action();
            }
        };
        // Not when the stream opens: the server begins to watch a little later.
        source.addEventListener(
            "stream.watching",
            ifCurrent(() => this.#opened()),
        );
        source.addEventListener(
            "error",
            ifCurrent(() => this.#fail()),
        );
        source.addEventListener(
            "stream.missed",
            ifCurrent(() => this.#tellMissed()),
        );
        for (const name of EVENT_NAMES) {
            source.addEventListener(name, (event) => {
                if (this.#source === source) {
                    this.#take(name, event);
                }
            });
        }
        this.#callOff = this.#world.after(OPENING_MS, () => this.#fail());
    }

    #opened(): void {
        // What was read before the stream began may be old; and events that are not kept are lost with the link.
        const hasMissed = this.#state.kind === "reconnecting" || this.#lastId === "";
        this.#failures = 0;
        this.#setState({ kind: "live" });
        this.#watch();
        if (hasMissed) {
            this.#tellMissed();
        }
    }

    #take(name: EventName, event: MessageEvent<string>): void {
        if (event.lastEventId) {
            this.#lastId = event.lastEventId;
        }
        this.#watch();
        if (this.#waiting.length === 0) {
            this.#world.beforePaint(() => this.#handOn());
        }
        this.#waiting.push({
            name,
            data: JSON.parse(event.data) as Events[EventName],
        } as LiveEvent);
    }

    #handOn(): void {
        const events = this.#waiting;
        this.#waiting = [];
        for (const [listener, names] of this.#listeners) {
            const wanted = events.filter((event) => names.has(event.name));
            if (wanted.length > 0) {
                listener(wanted);
            }
        }
    }

    #watch(): void {
        this.#callOff();
        this.#callOff = this.#world.after(QUIET_MS, () => this.#connect());
    }

    #fail(): void {
        this.#drop();
        const waitMs = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
        this.#failures += 1;
        this.#callOff = this.#world.after(waitMs, () => this.#connect());
        this.#setState(
            this.#state.kind === "reconnecting" ? this.#state : { kind: "reconnecting", sinceMs: this.#world.nowMs() },
        );
    }

    #drop(): void {
        this.#callOff();
        this.#callOff = () => {};
        this.#source?.close();
        this.#source = null;
    }

    #setState(state: LiveState): void {
        this.#state = state;
        for (const listener of this.#stateListeners) {
            listener();
        }
    }

    #tellMissed(): void {
        for (const listener of this.#missedListeners) {
            listener();
        }
    }
}

/** The browser as the stream needs it. */
export const browser: Surroundings = {
    open: (url) => new EventSource(url),
    nowMs: () => Date.now(),
    after(ms, action) {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
    },
    beforePaint(action) {
        // A page in the background is not painted, but has to take what comes.
        if (document.hidden) {
            setTimeout(action, 0);
        } else {
            requestAnimationFrame(action);
        }
    },
};

/** The stream of this page. */
export const live = new LiveStream(browser);
