/** Transactions and meter samples as CSV. */

import type { ChargingTransaction, MeterSample, Site } from "../../api/schema";
import { type Cell, saveCsv, toCsv } from "../../parts/csv";
import { secondsBetween } from "../../parts/format";
import { readPage, type TransactionQuery } from "./useTransactions";

type Field<T> = [heading: string, cell: (row: T) => Cell];

/** As many as the API gives at once. */
const AT_ONCE = 1000;

/**
 * Reads all that a query finds and has the browser save it. Throws what reading throws.
 *
 * @param onProgress is told how many have been read.
 */
export async function downloadTransactions(
    query: TransactionQuery,
    sites: ReadonlyMap<number, Site>,
    signal: AbortSignal,
    onProgress: (count: number) => void,
): Promise<void> {
    const rows: ChargingTransaction[] = [];
    let cursor: string | undefined;
    do {
        const page = await readPage(query, cursor, signal, AT_ONCE);
        rows.push(...page.items);
        onProgress(rows.length);
        cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    save("transactions.csv", fieldsOf(sites), rows);
}

/** Has the browser save the samples of a transaction. */
export function downloadSamples(number: number, samples: readonly MeterSample[]): void {
    save(`transaction-${number}-samples.csv`, SAMPLE_FIELDS, samples);
}

function save<T>(name: string, fields: readonly Field<T>[], rows: readonly T[]): void {
    saveCsv(
        name,
        toCsv(
            fields.map(([heading]) => heading),
            rows.map((row) => fields.map(([, cell]) => cell(row))),
        ),
    );
}

function fieldsOf(sites: ReadonlyMap<number, Site>): Field<ChargingTransaction>[] {
    return [
        ["Number", (row) => row.id],
        ["Station", (row) => row.station],
        ["Site", (row) => (row.site === null ? null : (sites.get(row.site)?.name ?? row.site))],
        ["EVSE", (row) => row.evse],
        ["Connector", (row) => row.connector],
        ["Token", (row) => row.id_token],
        ["Token type", (row) => row.id_token_type],
        ["Token group", (row) => row.id_token_group],
        ["Open", (row) => (row.is_open ? "yes" : "no")],
        ["Began (UTC)", (row) => row.started_at],
        ["Ended (UTC)", (row) => row.ended_at],
        [
            "Duration (s)",
            (row) => (row.ended_at === null ? null : Math.round(secondsBetween(row.started_at, row.ended_at))),
        ],
        ["Energy (Wh)", (row) => row.energy_wh],
        ["Meter at begin (Wh)", (row) => row.meter_start_wh],
        ["Meter at end (Wh)", (row) => row.meter_stop_wh],
        ["State of charge (%)", (row) => row.soc_percent],
        ["Reason of the end", (row) => row.stopped_reason],
        ["Remarks", (row) => row.flags.join(" ")],
        ["Station's own number", (row) => row.reference],
    ];
}

const SAMPLE_FIELDS: Field<MeterSample>[] = [
    ["Time (UTC)", (row) => row.sampled_at],
    ["EVSE", (row) => row.evse],
    ["Why it was taken", (row) => row.context],
    ["Meter (Wh)", (row) => row.energy_import_wh],
    ["Meter of what was given back (Wh)", (row) => row.energy_export_wh],
    ["Energy of the interval (Wh)", (row) => row.energy_interval_import_wh],
    ["Power (W)", (row) => row.power_import_w],
    ["Power given back (W)", (row) => row.power_export_w],
    ["Power offered (W)", (row) => row.power_offered_w],
    ["Current (A)", (row) => row.current_import_a],
    ["Current given back (A)", (row) => row.current_export_a],
    ["Current offered (A)", (row) => row.current_offered_a],
    ["Current L1 (A)", (row) => row.current_l1_a],
    ["Current L2 (A)", (row) => row.current_l2_a],
    ["Current L3 (A)", (row) => row.current_l3_a],
    ["Current of the neutral (A)", (row) => row.current_n_a],
    ["Power L1 (W)", (row) => row.power_l1_w],
    ["Power L2 (W)", (row) => row.power_l2_w],
    ["Power L3 (W)", (row) => row.power_l3_w],
    ["Voltage (V)", (row) => row.voltage_v],
    ["Voltage L1 (V)", (row) => row.voltage_l1_v],
    ["Voltage L2 (V)", (row) => row.voltage_l2_v],
    ["Voltage L3 (V)", (row) => row.voltage_l3_v],
    ["State of charge (%)", (row) => row.soc_percent],
    ["Temperature (°C)", (row) => row.temperature_c],
    ["Frequency (Hz)", (row) => row.frequency_hz],
    ["Remarks", (row) => row.notes?.join("; ") ?? null],
];
