import { expect, test } from "vitest";
import type { HistoryLine } from "../../api/schema";
import { isReading, kindInWords, lineInWords, reasonInWords, remarkOf } from "./words";

function line(kind: string, text: string): HistoryLine {
    const at = "2026-05-01T12:00:00Z";
    return { kind, text, happened_at: at, received_at: at, seq_no: null, payload: null };
}

test.each([
    ["started", "CablePluggedIn, EVConnected", "The cable was plugged in; now plugged in"],
    ["started", "Started at 1200 Wh", "Started at 1200 Wh"],
    ["updated", "ChargingStateChanged, SuspendedEV", "The state has changed; now paused by the vehicle"],
    [
        "ended",
        "EVDeparted, stopped: EVDisconnected",
        "The vehicle has left; stopped, since the cable was unplugged at the vehicle",
    ],
    ["ended", "Stopped at 5000 Wh: Remote", "Stopped at 5000 Wh, since it was stopped remotely"],
    ["updated", "VendorsOwn, while the station was offline", "VendorsOwn; while the station was offline"],
    ["note", "Authorized, as it is", "Authorized, as it is"],
])("a line of the kind %s: %s", (kind, text, words) => {
    expect(lineInWords(line(kind, text))).toBe(words);
});

test("what is only a reading of the meter is known", () => {
    expect(isReading(line("updated", "MeterValuePeriodic, Charging"))).toBe(true);
    expect(isReading(line("updated", "ChargingStateChanged, Charging"))).toBe(false);
    expect(isReading(line("ended", "MeterValuePeriodic"))).toBe(false);
});

test("words that nobody knows are shown as they are", () => {
    expect(reasonInWords("VendorReason")).toBe("Vendor Reason");
    expect(remarkOf("new_flag").title).toBe("New flag");
    expect(kindInWords("start_repeated")).toBe("Start repeated");
});
