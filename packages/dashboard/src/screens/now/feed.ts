/** Keeps the list of connectors as it is now: events are put in, and stations that they say too little of read again. */

import type { ConnectorNow } from "../../api/schema";
import { type Change, patch, replace } from "./patches";

/** Events are put in together, so often: a list that changes more often than one sees costs, and shows nothing more. */
export const GATHER_MS = 150;
/** After an attempt to read that has failed. */
export const RETRY_MS = 2_000;
/** When more stations than these have to be read again, all are. */
export const MANY_STATIONS = 100;

/** What the feed needs of the world. */
export interface FeedWorld {
    /** Changes the list, if there is one. */
    update(change: (connectors: ConnectorNow[]) => ConnectorNow[]): void;
    /** Reads all connectors of some stations. */
    readStations(stations: readonly string[]): Promise<ConnectorNow[]>;
    /** Has the whole list read again. */
    readAll(): void;
    /** Runs something later; returns what calls it off. */
    after(ms: number, action: () => void): () => void;
}

export class ConnectorFeed {
    readonly #world: FeedWorld;
    #changes: Change[] = [];
    #stale = new Set<string>();
    /** For each time that all connectors are being read: the stations of which something was told meanwhile. */
    readonly #touched = new Set<Set<string>>();
    #isReading = false;
    #callOff: (() => void) | null = null;

    constructor(world: FeedWorld) {
        this.#world = world;
    }

    /** Takes what has happened. */
    take(changes: readonly Change[]): void {
        this.#changes.push(...changes);
        for (const { data } of changes) {
            for (const touched of this.#touched) {
                touched.add(data.station);
            }
        }
        this.#schedule(GATHER_MS);
    }

    /** Reads the whole list with `read`; what happens meanwhile is not lost. */
    async whole(read: () => Promise<ConnectorNow[]>): Promise<ConnectorNow[]> {
        const touched = new Set<string>();
        this.#touched.add(touched);
        try {
            return await read();
        } finally {
            this.#touched.delete(touched);
            // What was read may be older than what was told.
            for (const station of touched) {
                this.#stale.add(station);
            }
            if (this.#stale.size > 0) {
                this.#schedule(GATHER_MS);
            }
        }
    }

    /** Ends it. */
    close(): void {
        this.#callOff?.();
        this.#callOff = null;
        this.#changes = [];
        this.#stale.clear();
    }

    #schedule(ms: number): void {
        this.#callOff ??= this.#world.after(ms, () => {
            this.#callOff = null;
            this.#work();
        });
    }

    #work(): void {
        const changes = this.#changes;
        this.#changes = [];
        if (changes.length > 0) {
            this.#world.update((connectors) => {
                const patched = patch(connectors, changes);
                for (const station of patched.stale) {
                    this.#stale.add(station);
                }
                return patched.connectors;
            });
        }
        if (this.#stale.size > MANY_STATIONS) {
            this.#stale.clear();
            this.#world.readAll();
        } else if (this.#stale.size > 0 && !this.#isReading) {
            void this.#readStale();
        }
    }

    async #readStale(): Promise<void> {
        const stations = this.#stale;
        this.#stale = new Set();
        this.#isReading = true;
        let pauseMs = GATHER_MS;
        try {
            const fresh = await this.#world.readStations([...stations]);
            this.#world.update((connectors) => replace(connectors, stations, fresh));
        } catch {
            // Whoever looks sees that the link is lost; when it is back, all is read.
            pauseMs = RETRY_MS;
            this.#stale = new Set([...stations, ...this.#stale]);
        } finally {
            this.#isReading = false;
        }
        if (this.#stale.size > 0) {
            this.#schedule(pauseMs);
        }
    }
}
