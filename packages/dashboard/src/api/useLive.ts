/** The live stream in components. */

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { type EventName, type LiveEvent, type LiveState, live } from "./live";

/** Calls a listener with the events of these names, together for each picture. `names` may be made anew each time. */
export function useLive<N extends EventName>(
    names: readonly N[],
    listener: (events: readonly LiveEvent<N>[]) => void,
): void {
    const take = useEffectEvent(listener);
    const key = names.join(" ");
    useEffect(() => live.listen(key.split(" ") as N[], (events) => take(events)), [key]);
}

const PAUSE_MS = 500;

/**
 * Reads a query again when one of these events happens: at once, and then at most twice a second.
 *
 * @param names of the events.
 * @param queryKey of the queries; all that begin with it.
 * @param isWanted which of the events matter; without it, all do.
 */
export function useRefreshOn<N extends EventName>(
    names: readonly N[],
    queryKey: QueryKey,
    isWanted: (event: LiveEvent<N>) => boolean = () => true,
): void {
    const client = useQueryClient();
    const take = useEffectEvent((events: readonly LiveEvent<N>[]) => events.some(isWanted));
    const refresh = useEffectEvent(() => void client.invalidateQueries({ queryKey }));
    const key = names.join(" ");
    useEffect(() => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let isDue = false;
        function run(): void {
            isDue = false;
            refresh();
            timer = setTimeout(() => {
                timer = undefined;
                if (isDue) {
                    run();
                }
            }, PAUSE_MS);
        }
        const end = live.listen(key.split(" ") as N[], (events) => {
            if (!take(events)) {
                return;
            }
            if (timer === undefined) {
                run();
            } else {
                isDue = true;
            }
        });
        return () => {
            end();
            clearTimeout(timer);
        };
    }, [key]);
}

/** Returns whether events come. */
export function useLiveState(): LiveState {
    return useSyncExternalStore(
        (changed) => live.listenToState(changed),
        () => live.state,
    );
}
