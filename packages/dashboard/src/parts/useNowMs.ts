import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = Date.now();

function subscribe(listener: () => void): () => void {
    if (listeners.size === 0) {
        nowMs = Date.now();
        timer = setInterval(() => {
            nowMs = Date.now();
            for (const each of listeners) {
                each();
            }
        }, 1000);
    }
    listeners.add(listener);
    return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
            clearInterval(timer);
        }
    };
}

function stayStill(): () => void {
    return () => {};
}

/** The time, ms since 1970, once a second: one timer for the whole page, and none when nobody looks. */
export function useNowMs(isTicking = true): number {
    return useSyncExternalStore(isTicking ? subscribe : stayStill, () => nowMs);
}
