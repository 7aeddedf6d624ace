import { Button, Code, Group, Switch, Title } from "@mantine/core";
import { type ReactElement, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { ChargingTransaction, MeterSample } from "../../api/schema";
import { CursorPager } from "../../parts/CursorPager";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { formatVoltage } from "../../parts/format";
import { Panel } from "../../parts/Panel";
import { Current, Energy, Percent, Power } from "../../parts/quantities";
import { Time } from "../../parts/Time";
import { inWords } from "../../parts/tones";
import { usePages } from "../../parts/usePages";
import classes from "./Samples.module.css";

/** What the charts are made of as a table, and as the station sent it: when somebody asks for it. */
export function Samples({ transaction, zone }: { transaction: ChargingTransaction; zone: string }): ReactElement {
    const [isShown, setShown] = useState(false);
    return (
        <Panel>
            <Group justify="space-between">
                <Title order={2} size="h5">
                    Meter samples
                </Title>
                <Button variant="default" size="compact-xs" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
                    {isShown ? "Hide the samples" : "Show the samples"}
                </Button>
            </Group>
            {isShown && <SampleTable number={transaction.id} zone={zone} />}
        </Panel>
    );
}

function SampleTable({ number, zone }: { number: number; zone: string }): ReactElement {
    const [isRaw, setRaw] = useState(false);
    const pages = usePages(["transactions", "one", number, "table", isRaw], (cursor, signal) =>
        answered(
            api.GET("/api/v1/transactions/{number}/samples", {
                params: { path: { number }, query: given({ raw: isRaw || undefined, cursor }) },
                signal,
            }),
        ),
    );
    return (
        <>
            <Switch
                size="xs"
                my="xs"
                label="As the station sent them"
                checked={isRaw}
                onChange={(event) => setRaw(event.currentTarget.checked)}
            />
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="Meter samples"
                    columns={isRaw ? rawColumnsOf(zone) : columnsOf(zone)}
                    rows={pages.items}
                    isStale={pages.isStale}
                    rowKey={(each) => `${each.sampled_at} ${each.evse} ${each.context} ${each.received_at}`}
                    empty={<EmptyState title="No meter samples">The station has sent none.</EmptyState>}
                />
            )}
            <CursorPager pages={pages} noun="sample" />
        </>
    );
}

function commonColumnsOf(zone: string): Column<MeterSample>[] {
    return [
        { title: "Time", cell: (each) => <Time at={each.sampled_at} zone={zone} /> },
        { title: "Why", cell: (each) => inWords(each.context.replace(".", ": ")) },
    ];
}

function columnsOf(zone: string): Column<MeterSample>[] {
    return [
        ...commonColumnsOf(zone),
        { title: "Meter", cell: (each) => <Energy wh={each.energy_import_wh} />, align: "right" },
        { title: "Power", cell: (each) => <Power w={each.power_import_w} />, align: "right" },
        { title: "Limit", cell: (each) => <Limit sample={each} />, align: "right" },
        { title: "L1", cell: (each) => <Current a={each.current_l1_a ?? each.current_import_a} />, align: "right" },
        { title: "L2", cell: (each) => <Current a={each.current_l2_a} />, align: "right" },
        { title: "L3", cell: (each) => <Current a={each.current_l3_a} />, align: "right" },
        { title: "Voltage", cell: (each) => formatVoltage(each.voltage_l1_v ?? each.voltage_v), align: "right" },
        { title: "Battery", cell: (each) => <Percent percent={each.soc_percent} />, align: "right" },
        { title: "Remarks", cell: (each) => each.notes?.join("; ") ?? "–" },
    ];
}

function Limit({ sample }: { sample: MeterSample }): ReactElement {
    return sample.power_offered_w === null ? (
        <Current a={sample.current_offered_a} />
    ) : (
        <Power w={sample.power_offered_w} />
    );
}

/** One value a line. */
function valuesAsSent(raw: unknown): string {
    return (Array.isArray(raw) ? raw : [raw]).map((value) => JSON.stringify(value)).join("\n");
}

function rawColumnsOf(zone: string): Column<MeterSample>[] {
    return [
        ...commonColumnsOf(zone),
        { title: "Came", cell: (each) => <Time at={each.received_at} zone={zone} isShort /> },
        {
            title: "Values",
            cell: (each) => (
                <Code block className={classes["raw"]}>
                    {valuesAsSent(each.raw)}
                </Code>
            ),
        },
    ];
}
