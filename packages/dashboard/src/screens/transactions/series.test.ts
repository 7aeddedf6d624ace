import { describe, expect, test } from "vitest";
import type { MeterSample } from "../../api/schema";
import { decimated, type Ends, indexAt, type Line, seriesOf, valueAt } from "./series";

const EMPTY: MeterSample = {
    sampled_at: "2026-05-01T12:00:00Z",
    received_at: "2026-05-01T12:00:00Z",
    evse: 1,
    context: "Sample.Periodic",
    energy_import_wh: null,
    energy_export_wh: null,
    energy_interval_import_wh: null,
    power_import_w: null,
    power_export_w: null,
    power_offered_w: null,
    current_import_a: null,
    current_export_a: null,
    current_offered_a: null,
    voltage_v: null,
    soc_percent: null,
    temperature_c: null,
    frequency_hz: null,
    power_l1_w: null,
    power_l2_w: null,
    power_l3_w: null,
    current_l1_a: null,
    current_l2_a: null,
    current_l3_a: null,
    current_n_a: null,
    voltage_l1_v: null,
    voltage_l2_v: null,
    voltage_l3_v: null,
    notes: null,
};

const UNTOLD: Ends = { started_at: EMPTY.sampled_at, ended_at: null, meter_start_wh: null, meter_stop_wh: null };

function at(minute: number, values: Partial<MeterSample>): MeterSample {
    return { ...EMPTY, sampled_at: new Date(Date.parse(EMPTY.sampled_at) + minute * 60_000).toISOString(), ...values };
}

function line(values: (number | null)[]): Line {
    return { kind: "power", label: "Power", values };
}

describe("samples become charts", () => {
    test("of what is known alone, in the unit of the axis", () => {
        const made = seriesOf(
            [at(0, { power_import_w: 0 }), at(1, { power_import_w: 11_000, power_offered_w: 22_000 })],
            UNTOLD,
        );
        expect(made.map((each) => [each.title, each.unit])).toEqual([["Power", "kW"]]);
        expect(made[0]?.lines.map((each) => [each.label, each.values])).toEqual([
            ["Power", [0, 11]],
            ["Limit", [null, 22]],
        ]);
    });

    test("samples of the same time are one point", () => {
        const made = seriesOf([at(0, { soc_percent: 50 }), at(0, { power_import_w: 7000 })], UNTOLD);
        expect(made.map((each) => each.times.length)).toEqual([1, 1]);
    });

    test("phases stand for the current; without them, there is the current as a whole", () => {
        const phases = seriesOf([at(0, { current_import_a: 16, current_l1_a: 16, current_l2_a: 0 })], UNTOLD);
        expect(phases[0]?.lines.map((each) => each.label)).toEqual(["L1", "L2"]);
        const whole = seriesOf([at(0, { current_import_a: 16, current_offered_a: 32 })], UNTOLD);
        expect(whole[0]?.lines.map((each) => each.label)).toEqual(["Current", "Limit"]);
    });

    test("energy counts from the register of the begin, or from the first one", () => {
        const samples = [at(1, { energy_import_wh: 1500 }), at(2, { energy_import_wh: 2500 })];
        const ends = { ...UNTOLD, ended_at: at(3, {}).sampled_at, meter_start_wh: 1000, meter_stop_wh: 3000 };
        expect(seriesOf(samples, ends)[0]?.lines[0]?.values).toEqual([0, 0.5, 1.5, 2]);
        expect(seriesOf(samples, UNTOLD)[0]?.lines[0]?.values).toEqual([0, 1]);
    });

    test("registers that do not fit the begin are shown as they are", () => {
        const [energy] = seriesOf([at(0, { energy_import_wh: 1500 }), at(1, { energy_import_wh: 10 })], {
            ...UNTOLD,
            meter_start_wh: 1000,
        });
        expect(energy?.lines[0]).toEqual({ kind: "energy", label: "Meter", values: [1.5, 0.01] });
    });

    test("without registers, energy is the sum of the intervals", () => {
        const intervals = [100, null, 200].map((wh, minute) => at(minute, { energy_interval_import_wh: wh }));
        const values = seriesOf(intervals, UNTOLD)[0]?.lines[0]?.values.map((value) => value?.toFixed(3));
        expect(values).toEqual(["0.100", undefined, "0.300"]);
    });
});

describe("many points become few", () => {
    test("few stay all", () => {
        expect(decimated([1, 2, 3], [line([1, 2, 3])], 2)).toEqual([0, 1, 2]);
    });

    test("no peak of any line is lost", () => {
        const times = Array.from({ length: 10_000 }, (_, index) => index);
        const flat = times.map(() => 5);
        const peak = flat.map((value, index) => (index === 4321 ? 99 : value));
        const dip = flat.map((value, index) => (index === 7777 ? -99 : value));
        const kept = decimated(times, [line(peak), line(dip)], 100);
        expect(kept).toContain(4321);
        expect(kept).toContain(7777);
        expect([kept[0], kept.at(-1)]).toEqual([0, 9999]);
        expect(kept.length).toBeLessThanOrEqual(101 * 6);
        expect(kept).toEqual([...kept].sort((one, other) => one - other));
    });

    test("long pauses do no harm", () => {
        const times = [...Array.from({ length: 50 }, (_, index) => index), 1_000_000];
        expect(decimated(times, [line(times)], 5)).toEqual([0, 49, 50]);
    });
});

test("the cursor is at the last point before it", () => {
    expect([0, 10, 15, 20, 99].map((moment) => indexAt([10, 20, 30], moment))).toEqual([0, 0, 0, 1, 2]);
});

test("what was not said at a time holds on from before", () => {
    expect(valueAt(line([null, 5, null]), 2)).toBe(5);
    expect(valueAt(line([null, 5, null]), 0)).toBeNull();
});
