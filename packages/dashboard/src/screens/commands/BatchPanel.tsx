import { Button, Group, Text, Title } from "@mantine/core";
import { type ReactElement, useEffect, useRef } from "react";
import { type Column, DataTable } from "../../parts/DataTable";
import { formatDuration, secondsBetween } from "../../parts/format";
import { AnchorLink, ButtonLink } from "../../parts/links";
import { Panel } from "../../parts/Panel";
import { tellProblem } from "../../parts/problems";
import { StationLink } from "../../parts/StationLink";
import { Answer } from "./Answer";
import classes from "./BatchPanel.module.css";
import { type Batch, counted, failedStations, type Progress, type Task, wordOf } from "./batch";
import { titleOf } from "./neutral";
import { OutcomeBadge } from "./OutcomeBadge";
import { cancelRest, forgetBatch } from "./sending";

interface Line {
    place: number;
    task: Task;
    progress: Progress;
}

const COLUMNS: Column<Line>[] = [
    {
        title: "Station",
        cell: ({ task }) => (
            <>
                <StationLink identity={task.station} />
                {task.label !== undefined && ` ${task.label}`}
            </>
        ),
    },
    { title: "Outcome", cell: ({ progress }) => <OutcomeBadge outcome={wordOf(progress)} /> },
    { title: "Answer", cell: ({ progress }) => <Said progress={progress} /> },
    { title: "Took", align: "right", cell: ({ progress }) => formatDuration(durationS(progress)) },
    {
        title: "Command",
        align: "right",
        cell: ({ progress }) => {
            const number = progress.kind === "sent" || progress.kind === "finished" ? progress.command?.id : undefined;
            return number === undefined ? (
                "–"
            ) : (
                <AnchorLink to="/commands/$number" params={{ number: String(number) }} inherit>
                    {number}
                </AnchorLink>
            );
        },
    },
];

/** How it goes with what was sent: each station with its outcome and what it has said. */
export function BatchPanel({ batch }: { batch: Batch }): ReactElement {
    const lines = batch.tasks.map((task, place) => ({
        place,
        task,
        progress: batch.progress[place] ?? { kind: "waiting" as const },
    }));
    const done = batch.progress.filter(({ kind }) => kind !== "waiting" && kind !== "sent").length;
    const failed = failedStations(batch);
    const panel = useRef<HTMLDivElement>(null);
    const { tasks } = batch;
    // biome-ignore lint/correctness/useExhaustiveDependencies: what has just been sent is brought into sight
    useEffect(() => {
        // Its answer is a promise in some browsers, and no clean-up.
        void panel.current?.scrollIntoView({ block: "nearest" });
    }, [tasks]);
    return (
        <div ref={panel} className={classes["batch"]}>
            <Panel>
                <Group justify="space-between" mb="xs" gap="xs">
                    <Title order={2} size="h4">
                        {titleOf(batch.command)}: {done} of {batch.tasks.length}
                    </Title>
                    <Group gap="xs">
                        {batch.progress.some(({ kind }) => kind === "waiting") && (
                            <Button size="xs" variant="default" onClick={cancelRest}>
                                Call off the rest
                            </Button>
                        )}
                        {!batch.isRunning && failed.length > 0 && batch.tasks.length > 1 && (
                            <ButtonLink
                                size="xs"
                                variant="default"
                                to="/commands"
                                search={(old) => ({ ...old, all: undefined, station: failed })}
                            >
                                Choose the {failed.length} without success
                            </ButtonLink>
                        )}
                        {!batch.isRunning && (
                            <Button size="xs" variant="default" onClick={forgetBatch}>
                                Close
                            </Button>
                        )}
                    </Group>
                </Group>
                <Text size="sm" c="dimmed" mb="xs" role="status">
                    {counted(batch.progress)
                        .map(([word, count]) => `${count} ${word.replaceAll("_", " ")}`)
                        .join(", ")}
                </Text>
                <DataTable
                    label="What became of it"
                    columns={COLUMNS}
                    rows={lines}
                    rowKey={({ place }) => place}
                    empty={null}
                />
            </Panel>
        </div>
    );
}

function Said({ progress }: { progress: Progress }): ReactElement | string {
    if (progress.kind === "finished") {
        return <Answer command={progress.command} />;
    }
    if (progress.kind !== "failed") {
        return "–";
    }
    const { title, detail } = tellProblem(progress.error);
    return (
        <Text size="sm" style={{ whiteSpace: "pre-line" }}>
            {detail || title}
        </Text>
    );
}

function durationS(progress: Progress): number | null {
    if (progress.kind !== "finished" || progress.command.finished_at === null) {
        return null;
    }
    return secondsBetween(progress.command.requested_at, progress.command.finished_at);
}
