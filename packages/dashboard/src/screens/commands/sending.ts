/** The way of a command from the page to a station and back. */

import { useSyncExternalStore } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import { live } from "../../api/live";
import type { CommandView, Reset } from "../../api/schema";
import { queryClient } from "../../app/queryClient";
import { forgetAtLogOut } from "../../parts/leaving";
import { type Batch, carryOut, type Progress, type Task } from "./batch";
import { isNeutral } from "./neutral";

/** The events may be late or lost: so often it is asked what became of a command. */
const ASK_AGAIN_MS = 5000;

let current: Batch | null = null;
let calling = new AbortController();
const listeners = new Set<() => void>();

function show(batch: Batch | null): void {
    current = batch;
    for (const listener of listeners) {
        listener();
    }
}

/** What is on its way, or was sent last; it goes on while other screens are looked at. */
export function useBatch(): Batch | null {
    return useSyncExternalStore(
        (changed) => {
            listeners.add(changed);
            return () => void listeners.delete(changed);
        },
        () => current,
    );
}

/** Sends a command to stations, `most` at the same time; `useBatch` tells how it goes. Returns what became of each. */
export async function sendAll(command: string, tasks: readonly Task[], most: number): Promise<readonly Progress[]> {
    const own = new AbortController();
    calling = own;
    const progress = await carryOut(command, tasks, {
        most,
        signal: own.signal,
        send: (task, recorded) => send(command, task, recorded),
        changed: (batch) => {
            if (calling === own) {
                show(batch);
            }
        },
    });
    await queryClient.invalidateQueries({ queryKey: ["commands"] });
    return progress;
}

/** Calls off what was not sent yet. */
export function cancelRest(): void {
    calling.abort();
}

/** Forgets what was sent last. */
export function forgetBatch(): void {
    if (current?.isRunning === false) {
        show(null);
    }
}

// What is on its way is not told any more either.
forgetAtLogOut(() => {
    cancelRest();
    calling = new AbortController();
    show(null);
});

async function send(name: string, task: Task, recorded: (command: CommandView) => void): Promise<CommandView> {
    const { station, body } = task;
    // Nobody waits in the request: a page may have six at a time, and a silent station would keep one of them.
    const query = { wait: 0 };
    const view = await answered(
        isNeutral(name)
            ? // The paths of the commands differ by their names and nothing else; the form has checked the body.
              api.POST(`/api/v1/stations/{identity}/commands/${name}` as "/api/v1/stations/{identity}/commands/reset", {
                  params: { path: { identity: station }, query },
                  body: body as unknown as Reset,
              })
            : // It may have any members, which the document cannot say.
              api.POST("/api/v1/stations/{identity}/calls/{action}", {
                  params: { path: { identity: station, action: name }, query },
                  body: body as Record<string, never>,
              }),
    );
    if (view.outcome !== "pending") {
        return view;
    }
    recorded(view);
    return outcomeOf(view.id);
}

/** Returns a command when it has its outcome. */
function outcomeOf(id: number): Promise<CommandView> {
    return new Promise((resolve, reject) => {
        const ask = () => {
            answered(api.GET("/api/v1/commands/{number}", { params: { path: { number: id } } })).then(
                (view) => {
                    if (view.outcome !== "pending") {
                        end();
                        resolve(view);
                    }
                },
                (error: unknown) => {
                    // A server that is away for a moment has not lost the command.
                    if (!(error instanceof ApiProblem && error.isPassing)) {
                        end();
                        reject(error);
                    }
                },
            );
        };
        const deaf = live.listen(["command.finished"], (events) => {
            if (events.some(({ data }) => data.command === id)) {
                ask();
            }
        });
        const timer = setInterval(ask, ASK_AGAIN_MS);
        const end = () => {
            deaf();
            clearInterval(timer);
        };
        ask();
    });
}
