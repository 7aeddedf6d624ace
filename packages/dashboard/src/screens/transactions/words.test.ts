import { expect, test } from "vitest";
import { isReading, kindInWords, lineInWords, reasonInWords, remarkOf } from "./words";

test.each([
    ["started", "CablePluggedIn, EVConnected", "The cable was plugged in; plugged in"],
    ["started", "Started at 1200 Wh", "Started at 1200 Wh"],
    ["updated", "ChargingStateChanged, SuspendedEV", "The state has changed; paused by the vehicle"],
    [
        "ended",
        "EVDeparted, stopped: EVDisconnected",
        "The vehicle has left; stopped, since the cable was unplugged at the vehicle",
    ],
    ["ended", "Stopped at 5000 Wh: Remote", "Stopped at 5000 Wh, since it was stopped remotely"],
    ["updated", "VendorsOwn, while the station was offline", "VendorsOwn; while the station was offline"],
    ["note", "Authorized, as it is", "Authorized, as it is"],
])("a line of the kind %s: %s", (kind, text, words) => {
    expect(lineInWords({ kind, text })).toBe(words);
});

test("what is only a reading of the meter is known", () => {
    expect(isReading({ kind: "updated", text: "MeterValuePeriodic, Charging" })).toBe(true);
    expect(isReading({ kind: "updated", text: "ChargingStateChanged, Charging" })).toBe(false);
    expect(isReading({ kind: "ended", text: "MeterValuePeriodic" })).toBe(false);
});

test("words that nobody knows are shown as they are", () => {
    expect(reasonInWords("VendorReason")).toBe("Vendor Reason");
    expect(remarkOf("new_flag").title).toBe("New flag");
    expect(kindInWords("start_repeated")).toBe("Start repeated");
});
