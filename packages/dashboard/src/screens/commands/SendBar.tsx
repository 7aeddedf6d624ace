import { Button, Group, NativeSelect } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type ReactElement, type ReactNode, useState } from "react";
import { ApiProblem } from "../../api/client";
import type { Station } from "../../api/schema";
import { confirm } from "../../parts/confirm";
import { notifyProblem } from "../../parts/notify";
import type { Task } from "./batch";
import { readCharges } from "./charges";
import { type Charge, type Effect, effectOf, type Fate, tellFates } from "./effects";
import { titleOf } from "./neutral";
import { sendAll, useBatch } from "./sending";

const AT_A_TIME = ["1", "5", "10", "25"];
const USUALLY = "10";
/** So many stations are not sent anything to by accident. */
const MANY = 10;

/**
 * The button that sends, after it has asked where that stops a charge.
 *
 * @param tasks what is sent to whom.
 * @param stations all that are meant.
 * @param isReady is asked before; false: there is something to put right.
 * @param refused is told when the server has not taken any of it.
 */
export function SendBar({
    command,
    tasks,
    stations,
    isReady = () => true,
    refused,
    children,
}: {
    command: string;
    tasks: readonly Task[];
    stations: readonly Station[];
    isReady?(): boolean;
    refused?(error: unknown): void;
    children?: ReactNode;
}): ReactElement {
    const batch = useBatch();
    const [most, setMost] = useState(USUALLY);
    const [isAsking, setIsAsking] = useState(false);

    async function send(): Promise<void> {
        if (!isReady()) {
            return;
        }
        setIsAsking(true);
        try {
            if (await isWanted(command, tasks, stations)) {
                const progress = await sendAll(command, tasks, Number(most));
                const errors = progress.map((each) => (each.kind === "failed" ? each.error : null));
                if (errors.length > 0 && errors.every((error) => error instanceof ApiProblem)) {
                    refused?.(errors[0]);
                }
            }
        } catch (error) {
            notifyProblem(error);
        } finally {
            setIsAsking(false);
        }
    }

    return (
        <Group gap="sm" align="flex-end">
            <Button
                leftSection={<IconSend size={16} aria-hidden />}
                disabled={tasks.length === 0 || batch?.isRunning === true}
                loading={isAsking && batch?.isRunning !== true}
                onClick={() => void send()}
            >
                {tasks.length > 1 ? `Send to ${countOf(tasks)}` : "Send"}
            </Button>
            {tasks.length > 1 && (
                <NativeSelect
                    label="At the same time"
                    value={most}
                    onChange={(event) => setMost(event.currentTarget.value)}
                    data={AT_A_TIME}
                    w={160}
                />
            )}
            {children}
        </Group>
    );
}

function countOf(tasks: readonly Task[]): string {
    const stations = new Set(tasks.map(({ station }) => station)).size;
    return stations === 1 ? "1 station" : `${stations} stations`;
}

/** Asks, if it is something that one might regret. */
async function isWanted(command: string, tasks: readonly Task[], stations: readonly Station[]): Promise<boolean> {
    const [first] = tasks;
    if (first === undefined) {
        return false;
    }
    const where = tasks.length === 1 ? first.station : countOf(tasks);
    const effects = tasks.map((task) => [task, effectOf(command, task.body)] as const);
    const hits = effects.filter((each): each is [Task, Effect] => each[1] !== null);
    const [hit] = hits;
    if (hit !== undefined) {
        const effect = hit[1];
        const fates = fatesOf(hits, await readCharges(stations));
        return confirm({
            title: `${effect.action}: ${where}?`,
            effect: (
                <>
                    {[effect.text, ...tellFates(fates)].map((text) => (
                        <p key={text} style={{ margin: "0 0 0.5rem" }}>
                            {text}
                        </p>
                    ))}
                </>
            ),
            action: effect.action,
        });
    }
    return (
        tasks.length <= MANY ||
        confirm({
            title: `${titleOf(command)}: ${where}?`,
            effect: "All of them are sent the same. It can be called off while it goes on.",
            action: `Send to ${where}`,
        })
    );
}

function fatesOf(hits: readonly [Task, Effect][], charges: readonly Charge[]): [Charge, Fate][] {
    const fates = new Map<Charge, Fate>();
    for (const [task, effect] of hits) {
        for (const charge of charges) {
            const fate = charge.station === task.station ? effect.fate(charge) : null;
            if (fate !== null) {
                fates.set(charge, fate);
            }
        }
    }
    return [...fates];
}
