import { Button, Code, Skeleton, Switch, Text, Title } from "@mantine/core";
import { type ReactElement, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { ChargingTransaction, HistoryLine } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { secondsBetween } from "../../parts/format";
import { AnchorLink } from "../../parts/links";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import classes from "./History.module.css";
import { isOfStation, type Run, runsOf } from "./runs";
import { useAllPages } from "./useAllPages";
import { isReading, kindInWords, lineInWords } from "./words";

/** What happened in a transaction, in words and in order of time. */
export function History({ transaction, zone }: { transaction: ChargingTransaction; zone: string }): ReactElement {
    const { id, is_open } = transaction;
    const [withReadings, setWithReadings] = useState(false);
    const history = useAllPages(["transactions", "one", id, "history"], is_open, (cursor, signal) =>
        answered(
            api.GET("/api/v1/transactions/{number}/history", {
                params: { path: { number: id }, query: given({ limit: 1000, cursor }) },
                signal,
            }),
        ),
    );
    const readings = history.items?.filter(isReading).length ?? 0;
    const shown = history.items?.filter((line) => withReadings || !isReading(line));
    return (
        <Panel>
            <div className={classes["head"]}>
                <Title order={2} size="h5" id="history">
                    What happened
                </Title>
                <AnchorLink
                    to="/stations/$identity"
                    params={{ identity: transaction.station }}
                    search={around(transaction)}
                    size="sm"
                    ml="auto"
                >
                    On the station's timeline
                </AnchorLink>
                {readings > 0 && (
                    <Switch
                        size="xs"
                        label={`Meter readings too (${readings})`}
                        checked={withReadings}
                        onChange={(event) => setWithReadings(event.currentTarget.checked)}
                    />
                )}
            </div>
            {history.error !== null && <Failure error={history.error} retry={history.retry} />}
            {shown === undefined && history.error === null && <Skeleton height={80} />}
            {shown?.length === 0 && (
                <Text size="sm" c="dimmed">
                    Nothing has been written down.
                </Text>
            )}
            {shown !== undefined && shown.length > 0 && (
                <ol className={classes["lines"]} aria-labelledby="history">
                    {runsOf(shown).map((run, index) => (
                        // Lines have no number; they are only ever added.
                        // biome-ignore lint/suspicious/noArrayIndexKey: see above
                        <Lines key={index} run={run} zone={zone} />
                    ))}
                </ol>
            )}
        </Panel>
    );
}

const MARGIN_MS = 5 * 60_000;

/** The time of a transaction, as the address of a station's timeline has it. */
function around({ started_at, ended_at }: ChargingTransaction): { hours: number } | { from: string; to: string } {
    if (ended_at === null) {
        return { hours: Math.max(1, Math.ceil(secondsBetween(started_at, null) / 3600)) };
    }
    return {
        from: new Date(Date.parse(started_at) - MARGIN_MS).toISOString(),
        to: new Date(Date.parse(ended_at) + MARGIN_MS).toISOString(),
    };
}

/** A line, and a button for those that say the same. */
function Lines({ run: { first, rest }, zone }: { run: Run; zone: string }): ReactElement {
    const [isOpen, setOpen] = useState(false);
    return (
        <>
            <Line line={first} zone={zone} />
            {rest.length > 0 && !isOpen && (
                <li className={classes["line"]} data-ours>
                    <Button
                        className={classes["again"]}
                        variant="subtle"
                        size="compact-xs"
                        onClick={() => setOpen(true)}
                    >
                        and {rest.length} more like this
                    </Button>
                </li>
            )}
            {isOpen &&
                rest.map((line, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: they are only ever added
                    <Line key={index} line={line} zone={zone} />
                ))}
        </>
    );
}

function Line({ line, zone }: { line: HistoryLine; zone: string }): ReactElement {
    const hasMore = line.payload !== null && line.payload !== undefined && Object.keys(line.payload).length > 0;
    return (
        <li className={classes["line"]} data-ours={!isOfStation(line)}>
            <span className={classes["at"]}>
                <Time at={line.happened_at} zone={zone} />
            </span>
            <span className={classes["kind"]}>{kindInWords(line.kind)}</span>
            <div className={classes["text"]}>
                {lineInWords(line)}
                {line.seq_no !== null && (
                    <Text span size="xs" c="dimmed">
                        {" "}
                        event {line.seq_no}
                    </Text>
                )}
                {hasMore && (
                    <details className={classes["more"]}>
                        <summary>What the station said</summary>
                        <Code block>{JSON.stringify(line.payload, null, 2)}</Code>
                    </details>
                )}
            </div>
        </li>
    );
}
