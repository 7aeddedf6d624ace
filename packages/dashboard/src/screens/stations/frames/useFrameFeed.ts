import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { ApiProblem, answered, api, given } from "../../../api/client";
import type { Frame } from "../../../api/schema";
import type { FrameSearch } from "../search";
import { FrameFeed, type Shown } from "./FrameFeed";

const TAIL_MS = 1000;

/**
 * Reads the frames of a station.
 *
 * @param filters which ones.
 * @param at where to begin; undefined: now, and what comes is shown as it comes.
 */
export function useFrameFeed(
    identity: string,
    { direction, action, outcome, text, message }: FrameSearch,
    at: string | undefined,
): { feed: FrameFeed; shown: Shown; isStale: boolean } {
    const feed = useMemo(
        () =>
            new FrameFeed(
                (query, signal) =>
                    answered(
                        api.GET("/api/v1/stations/{identity}/frames", {
                            params: {
                                path: { identity },
                                query: {
                                    ...query,
                                    ...given({ direction, action, outcome, text, message_id: message }),
                                },
                            },
                            signal,
                        }),
                    ),
                at,
            ),
        [identity, direction, action, outcome, text, message, at],
    );
    const shown = useSyncExternalStore(
        (changed) => feed.subscribe(changed),
        () => feed.shown,
    );
    const [before, setBefore] = useState<readonly Frame[]>();
    if (shown.frames !== undefined && shown.frames !== before) {
        setBefore(shown.frames);
    }
    useEffect(() => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let isOver = false;
        async function run(): Promise<void> {
            if (feed.shown.frames === undefined) {
                await feed.loadOlder();
            }
            if (!document.hidden || at !== undefined) {
                await feed.loadNewer();
                await feed.loadAnswers();
            }
            // What came after an instant of the past is read on when somebody asks for it.
            const { error } = feed.shown;
            const isHopeless = error instanceof ApiProblem && !error.isPassing;
            if (!isOver && !isHopeless && at === undefined) {
                timer = setTimeout(() => void run(), TAIL_MS);
            }
        }
        feed.open();
        void run();
        return () => {
            isOver = true;
            clearTimeout(timer);
            feed.close();
        };
    }, [feed, at]);
    // Who chooses another filter sees no hole meanwhile.
    const isStale = shown.frames === undefined && shown.error === null && before !== undefined;
    return { feed, shown: isStale ? { ...shown, frames: before } : shown, isStale };
}
