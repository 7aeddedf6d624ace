import { describe, expect, it } from "vitest";
import {
    formatCurrent,
    formatDuration,
    formatEnergy,
    formatNumber,
    formatOffset,
    formatPercent,
    formatPower,
    formatTime,
    formatUtc,
    formatVoltage,
    secondsBetween,
} from "./format";

describe("times", () => {
    it("are those of the zone, in summer as in winter", () => {
        expect(formatTime("2026-05-01T22:30:05.123Z", "Europe/Berlin")).toBe("2026-05-02 00:30:05");
        expect(formatTime("2026-01-01T00:00:00Z", "Europe/Berlin")).toBe("2026-01-01 01:00:00");
        expect(formatTime("2026-01-01T00:00:00Z", "America/New_York")).toBe("2025-12-31 19:00:00");
    });

    it("are UTC where the zone is not known", () => {
        expect(formatTime("2026-05-01T22:30:05Z", "Moon/Sea_of_Tranquility")).toBe("2026-05-01 22:30:05");
    });

    it("say how far they are from UTC, in summer and in winter", () => {
        expect(formatOffset("2026-05-01T22:30:05Z", "Europe/Berlin")).toBe("UTC+2");
        expect(formatOffset("2026-01-01T22:30:05Z", "Europe/Berlin")).toBe("UTC+1");
        expect(formatOffset("2026-01-01T22:30:05Z", "Asia/Kathmandu")).toBe("UTC+5:45");
        expect(formatOffset("2026-01-01T22:30:05Z", "UTC")).toBe("UTC");
        expect(formatOffset("2026-01-01T22:30:05Z", "Moon/Sea_of_Tranquility")).toBe("UTC");
    });

    it("say that they are UTC", () => {
        expect(formatUtc("2026-05-01T22:30:05+02:00")).toBe("2026-05-01 20:30:05 UTC");
    });
});

describe("quantities", () => {
    it.each([
        [0, "0 W"],
        [999, "999 W"],
        [999.6, "1.0 kW"],
        [11_000, "11.0 kW"],
        [11_040, "11.0 kW"],
        [-3700, "-3.7 kW"],
        [-0.2, "0 W"],
        [1_234_567, "1\u202f234.6 kW"],
        [null, "–"],
    ])("%s W is %s", (w, text) => {
        expect(formatPower(w)).toBe(text);
    });

    it("keep their width while they change", () => {
        expect([7000, 7400, 7420].map(formatEnergy)).toEqual(["7.00 kWh", "7.40 kWh", "7.42 kWh"]);
        expect([99_994, 99_996, 262_700].map(formatEnergy)).toEqual(["99.99 kWh", "100.0 kWh", "262.7 kWh"]);
        expect([16, 16.2].map(formatCurrent)).toEqual(["16.0 A", "16.2 A"]);
        expect([230, 229.9].map(formatVoltage)).toEqual(["230.0 V", "229.9 V"]);
    });

    it("have their unit", () => {
        expect(formatPercent(63.6)).toBe("64 %");
        expect(formatNumber(12_345.678)).toBe("12\u202f345.7");
    });

    it.each([
        [0, "0 s"],
        [0.042, "42 ms"],
        [59.9, "59 s"],
        [60, "1 min"],
        [303, "5 min 3 s"],
        [7500, "2 h 5 min"],
        [86_400, "1 d"],
        [273_600, "3 d 4 h"],
        [-5, "0 s"],
        [undefined, "–"],
    ])("%s s is %s", (seconds, text) => {
        expect(formatDuration(seconds)).toBe(text);
    });

    it("between two times are counted up to now if there is no second one", () => {
        expect(secondsBetween("2026-05-01T00:00:00Z", "2026-05-01T00:01:30Z")).toBe(90);
        expect(secondsBetween("1970-01-01T00:00:00Z", null, 5000)).toBe(5);
    });
});
