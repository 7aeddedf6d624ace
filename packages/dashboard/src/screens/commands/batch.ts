/** A command on its way to several stations: some at a time, each with its own outcome. */

import type { CommandView } from "../../api/schema";
import type { Json } from "./form/schema";

/** A command to one station. */
export interface Task {
    station: string;
    body: Json;
    /** What tells it from others to the same station. */
    label?: string;
}

export type Progress =
    /** It has not been sent. */
    | { kind: "waiting" }
    /** It is with the station; `command` once the server has recorded it. */
    | { kind: "sent"; command?: CommandView }
    /** It has its outcome. */
    | { kind: "finished"; command: CommandView }
    /** The server did not take it; nothing was sent. */
    | { kind: "failed"; error: unknown }
    /** Somebody has called it off before it was sent. */
    | { kind: "cancelled" };

export interface Batch {
    /** Which command, or message. */
    command: string;
    tasks: readonly Task[];
    /** Of the task at the same place. */
    progress: readonly Progress[];
    isRunning: boolean;
}

/** Sends a task; tells when it is recorded, and returns what became of it. */
export type Send = (task: Task, recorded: (command: CommandView) => void) => Promise<CommandView>;

/**
 * Sends tasks in their order, and returns what became of each when all have their outcome. It never throws.
 *
 * @param most so many are on their way at the same time.
 * @param signal calls off those that were not sent yet; those that were are waited for.
 * @param changed is told each time that something goes on.
 */
export async function carryOut(
    command: string,
    tasks: readonly Task[],
    { most, signal, send, changed }: { most: number; signal: AbortSignal; send: Send; changed(batch: Batch): void },
): Promise<readonly Progress[]> {
    let progress: readonly Progress[] = tasks.map(() => ({ kind: "waiting" }));
    const tell = (isRunning: boolean) => changed({ command, tasks, progress, isRunning });
    const put = (place: number, now: Progress) => {
        progress = progress.with(place, now);
        tell(true);
    };
    let next = 0;
    async function work(): Promise<void> {
        while (next < tasks.length) {
            const place = next++;
            const task = tasks[place] as Task;
            if (signal.aborted) {
                put(place, { kind: "cancelled" });
                continue;
            }
            put(place, { kind: "sent" });
            try {
                const finished = await send(task, (recorded) => put(place, { kind: "sent", command: recorded }));
                put(place, { kind: "finished", command: finished });
            } catch (error) {
                put(place, { kind: "failed", error });
            }
        }
    }
    tell(true);
    const cancel = () => {
        progress = progress.map((each) => (each.kind === "waiting" ? { kind: "cancelled" } : each));
        next = tasks.length;
        tell(true);
    };
    signal.addEventListener("abort", cancel, { once: true });
    await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, work));
    signal.removeEventListener("abort", cancel);
    tell(false);
    return progress;
}

/** How many tasks have come to what: [["accepted", 2], ["offline", 1]], in the order in which they came up. */
export function counted(progress: readonly Progress[]): [string, number][] {
    const counts = new Map<string, number>();
    for (const each of progress) {
        const word = wordOf(each);
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return [...counts];
}

/** What a task has come to, in one word. */
export function wordOf(progress: Progress): string {
    return progress.kind === "finished"
        ? progress.command.outcome
        : progress.kind === "failed"
          ? "not sent"
          : progress.kind;
}

/** The stations that did not do it. */
export function failedStations({ tasks, progress }: Batch): string[] {
    const failed = tasks.filter((_, place) => {
        const each = progress[place];
        return each !== undefined && each.kind !== "waiting" && each.kind !== "sent" && wordOf(each) !== "accepted";
    });
    return [...new Set(failed.map(({ station }) => station))];
}
