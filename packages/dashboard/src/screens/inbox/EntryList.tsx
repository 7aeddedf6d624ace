import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import { answered, api } from "../../api/client";
import type { Entry } from "../../api/schema";
import { confirm } from "../../parts/confirm";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { Since } from "../../parts/quantities";
import { StatusBadge, type Tone } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { type CauseName, isHelpedByAccepting, remedyOf, titleOf } from "./causes";
import classes from "./EntryList.module.css";

/**
 * The entries of the inbox, each with its cause, its remedy and what can be done.
 *
 * @param entries undefined: they are not here yet.
 * @param accept begins to let a station in.
 * @param empty what stands there when there are none.
 */
export function EntryList({
    entries,
    accept,
    empty,
}: {
    entries: readonly Entry[] | undefined;
    accept(entry: Entry): void;
    empty: ReactNode;
}): ReactElement {
    if (entries === undefined) {
        return (
            <Stack gap="xs" role="status" aria-label="Chargers at the door: loading">
                <Skeleton height={96} />
                <Skeleton height={96} />
            </Stack>
        );
    }
    if (entries.length === 0) {
        return <>{empty}</>;
    }
    return (
        <ul className={classes["entries"]} aria-label="Chargers at the door">
            {entries.map((entry) => (
                <EntryCard key={entry.id} entry={entry} accept={accept} />
            ))}
        </ul>
    );
}

function EntryCard({ entry, accept }: { entry: Entry; accept(entry: Entry): void }): ReactElement {
    const name = entry.identity ?? "Unnamed charger";
    return (
        <li className={classes["entry"]} aria-label={name}>
            <div className={classes["told"]}>
                <div className={classes["heading"]}>
                    <span className={classes["name"]} data-unnamed={entry.identity === null || undefined}>
                        {name}
                    </span>
                    <StatusBadge tone={toneOf(entry.cause)}>{titleOf(entry.cause)}</StatusBadge>
                </div>
                <Text size="sm">{entry.text}</Text>
                <Text size="sm">
                    <strong>What helps: </strong>
                    {remedyOf(entry)}
                </Text>
                <Meta entry={entry} />
            </div>
            <Decision entry={entry} name={name} accept={accept} />
        </li>
    );
}

function Meta({ entry }: { entry: Entry }): ReactElement {
    return (
        <dl className={classes["meta"]}>
            <Item title="Last">
                <Time at={entry.last_at} /> (<Since at={entry.last_at} /> ago)
            </Item>
            <Item title="Attempts">
                {entry.count}
                {entry.count > 1 && (
                    <>
                        {" "}
                        since <Time at={entry.first_at} />
                    </>
                )}
            </Item>
            {entry.remote_address !== null && <Item title="From">{entry.remote_address}</Item>}
            {entry.path !== null && <Item title="Path">{entry.path}</Item>}
            {entry.offered !== "" && <Item title="Offered">{entry.offered}</Item>}
            {entry.status !== 0 && <Item title="Answered">HTTP {entry.status}</Item>}
        </dl>
    );
}

function Item({ title, children }: { title: string; children: ReactNode }): ReactElement {
    return (
        <div className={classes["item"]}>
            <dt>{title}</dt>
            <dd>{children}</dd>
        </div>
    );
}

function Decision({ entry, name, accept }: { entry: Entry; name: string; accept(entry: Entry): void }): ReactElement {
    const client = useQueryClient();
    const settings = {
        onSuccess: () => client.invalidateQueries({ queryKey: ["inbox"] }),
        onError: notifyProblem,
    };
    const path = { number: entry.id };
    const reject = useMutation({
        ...settings,
        mutationFn: () => answered(api.POST("/api/v1/inbox/{number}/reject", { params: { path } })),
        onSuccess: (decided) => {
            notifyDone(`${decided.identity} is kept out until you accept it`);
            return settings.onSuccess();
        },
    });
    const dismiss = useMutation({
        ...settings,
        mutationFn: () => answered(api.DELETE("/api/v1/inbox/{number}", { params: { path } })),
    });

    async function askToReject(): Promise<void> {
        const isWanted = await confirm({
            title: `Reject ${name}?`,
            effect: `${name} is kept out until you accept it. If it is connected, its link is closed at once; a charge that goes on there is not seen any more.`,
            action: "Reject",
        });
        if (isWanted) {
            reject.mutate();
        }
    }

    return (
        <div className={classes["actions"]}>
            {entry.identity !== null && (
                <Button
                    size="xs"
                    variant={isHelpedByAccepting(entry.cause) ? "filled" : "default"}
                    onClick={() => accept(entry)}
                    aria-label={`Accept ${name}`}
                >
                    Accept
                </Button>
            )}
            {entry.identity !== null && entry.cause !== "rejected" && (
                <Button
                    size="xs"
                    variant="default"
                    loading={reject.isPending}
                    onClick={() => void askToReject()}
                    aria-label={`Reject ${name}`}
                >
                    Reject
                </Button>
            )}
            <Button
                size="xs"
                variant="subtle"
                color="gray"
                className={classes["dismiss"]}
                loading={dismiss.isPending}
                onClick={() => dismiss.mutate()}
                aria-label={`Dismiss ${name}`}
                title="Takes the entry away; the next attempt makes a new one"
            >
                Dismiss
            </Button>
        </div>
    );
}

function toneOf(cause: CauseName): Tone {
    return cause === "waits" || cause === "too_many_wait" ? "waiting" : cause === "unknown" ? "note" : "bad";
}
