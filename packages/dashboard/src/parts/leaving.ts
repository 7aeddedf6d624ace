/** What the page forgets when somebody logs out: the next one may be somebody else. */

const actions = new Set<() => void>();

/** Has something forgotten at each log-out. */
export function forgetAtLogOut(action: () => void): void {
    actions.add(action);
}

/** Forgets it all. */
export function forgetAll(): void {
    for (const action of actions) {
        action();
    }
}
