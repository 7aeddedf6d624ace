import { Button, Group, Skeleton, Slider, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconZoomReset } from "@tabler/icons-react";
import { type ReactElement, useMemo, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { ChargingTransaction, MeterSample } from "../../api/schema";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { formatDuration, formatQuantity, formatTimeOfDay } from "../../parts/format";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import { TimeTools } from "../../parts/TimeTools";
import { useIsPhone } from "../../parts/useIsPhone";
import { Chart } from "./Chart";
import classes from "./Charts.module.css";
import { downloadSamples } from "./download";
import { indexAt, type Series, seriesOf, valueAt } from "./series";
import { panned, type Span, showing, zoomed } from "./spans";
import { useAllPages } from "./useAllPages";

/** What the meter showed during a transaction: charts under one cursor. */
export function Charts({ transaction, zone }: { transaction: ChargingTransaction; zone: string }): ReactElement {
    const { id, is_open } = transaction;
    const samples = useAllPages(["transactions", "one", id, "samples"], is_open, (cursor, signal) =>
        answered(
            api.GET("/api/v1/transactions/{number}/samples", {
                params: { path: { number: id }, query: given({ limit: 1000, cursor }) },
                signal,
            }),
        ),
    );
    return (
        <Panel>
            <Group justify="space-between" mb="xs">
                <Title order={2} size="h5">
                    Over time
                </Title>
                <Button
                    variant="default"
                    size="compact-xs"
                    leftSection={<IconDownload size={14} aria-hidden />}
                    disabled={!samples.items?.length}
                    onClick={() => downloadSamples(id, samples.items ?? [])}
                >
                    Samples as CSV
                </Button>
            </Group>
            {samples.error !== null && <Failure error={samples.error} retry={samples.retry} />}
            {samples.items === undefined && samples.error === null && <Skeleton height={200} />}
            {samples.items?.length === 0 && (
                <EmptyState title="No meter samples">
                    {is_open
                        ? "They come up here as the station sends them. If none come, look at how often it samples: MeterValueSampleInterval (1.6), or TxUpdatedInterval of SampledDataCtrlr (2.x)."
                        : "The station has sent none for this transaction."}
                </EmptyState>
            )}
            {samples.items !== undefined && samples.items.length > 0 && (
                <UnderOneCursor transaction={transaction} samples={samples.items} zone={zone} />
            )}
        </Panel>
    );
}

function UnderOneCursor({
    transaction,
    samples,
    zone,
}: {
    transaction: ChargingTransaction;
    samples: readonly MeterSample[];
    zone: string;
}): ReactElement {
    const isPhone = useIsPhone();
    const [cursor, setCursor] = useState<number | null>(null);
    const [zoom, setZoom] = useState<Span | null>(null);
    const { started_at, ended_at, meter_start_wh, meter_stop_wh } = transaction;
    const all = useMemo(
        () => seriesOf(samples, { started_at, ended_at, meter_start_wh, meter_stop_wh }),
        [samples, started_at, ended_at, meter_start_wh, meter_stop_wh],
    );
    const times = all[0]?.times;
    if (times === undefined) {
        return (
            <EmptyState title="Nothing to draw">
                The samples say nothing of energy, power, current or battery.
            </EmptyState>
        );
    }
    const begin = Date.parse(started_at) / 1000;
    const whole = spanOf(times, begin);
    const index = cursor === null ? times.length - 1 : indexAt(times, cursor);
    const moment = times[index] ?? begin;
    const shown = zoom ?? whole;
    const isSeen = cursor !== null && shown[0] <= cursor && cursor <= shown[1];

    const moveTo = (position: number): void => {
        const isLast = position >= times.length - 1;
        const at = times[position] ?? whole[1];
        setCursor(isLast ? null : at);
        setZoom(zoom && showing(zoom, at, whole));
    };

    return (
        <Stack gap="sm">
            <Group justify="space-between" gap="xs" mih={24}>
                <Text size="sm" component="div">
                    {cursor === null ? "Last: " : "At "}
                    <Time at={iso(moment)} zone={zone} />, {formatDuration(moment - begin)} after the begin
                    {zoom !== null && (
                        <Text span size="sm" c="dimmed" role="status">
                            {" "}
                            (shown: <Time at={iso(shown[0])} zone={zone} isShort /> to{" "}
                            <Time at={iso(shown[1])} zone={zone} isShort />)
                        </Text>
                    )}
                </Text>
                <Group gap="xs">
                    {zoom !== null && (
                        <Button
                            variant="default"
                            size="xs"
                            leftSection={<IconZoomReset size={14} aria-hidden />}
                            onClick={() => setZoom(null)}
                        >
                            All of it
                        </Button>
                    )}
                    <TimeTools
                        pan={(lengths) => setZoom(panned(shown, lengths, whole))}
                        zoom={(factor) =>
                            setZoom(zoomed(shown, factor, isSeen ? cursor : (shown[0] + shown[1]) / 2, whole))
                        }
                        canGo={{ earlier: shown[0] > whole[0], later: shown[1] < whole[1], more: zoom !== null }}
                    />
                </Group>
            </Group>
            <div className={classes["charts"]}>
                {all.map((series) => (
                    <Chart
                        key={series.title}
                        series={series}
                        span={shown}
                        cursor={cursor}
                        zone={zone}
                        onCursor={setCursor}
                        onZoom={setZoom}
                    />
                ))}
            </div>
            <div className={classes["slider"]}>
                <Slider
                    size="sm"
                    min={0}
                    max={Math.max(times.length - 1, 1)}
                    value={index}
                    onChange={moveTo}
                    label={(position) => formatTimeOfDay(iso(times[position] ?? moment), zone)}
                    thumbLabel="Moment of the charge"
                    thumbValueText={(position) => valuesInWords(all, position, zone)}
                />
            </div>
            <Text size="xs" c="dimmed">
                {isPhone
                    ? "Tap a chart, or move the slider, to see the values of a moment in all of them."
                    : "Drag over a chart to look closer. The slider moves the cursor of all charts, with the arrow keys too."}
            </Text>
        </Stack>
    );
}

/** What all charts show: from the begin to the last sample, and a minute at least. */
function spanOf(times: readonly number[], begin: number): Span {
    const first = Math.min(begin, times[0] ?? begin);
    return [first, Math.max(times.at(-1) ?? begin, first + 60)];
}

function iso(at: number): string {
    return new Date(at * 1000).toISOString();
}

/** "14:03:59. Power 11.04 kW, Limit 22 kW, …" */
function valuesInWords(all: readonly Series[], index: number, zone: string): string {
    const at = all[0]?.times[index];
    const values = all.flatMap(({ lines, unit }) =>
        lines.map((line) => `${line.label} ${formatQuantity(valueAt(line, index), unit)}`),
    );
    return at === undefined ? "" : `${formatTimeOfDay(iso(at), zone)}. ${values.join(", ")}`;
}
