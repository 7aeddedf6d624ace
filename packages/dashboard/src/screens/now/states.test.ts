import { expect, it } from "vitest";
import { connector, running } from "./connectors.testing";
import { ownStateOf, STATES, severityOf, stateSince, wordsOf } from "./states";

it.each([
    [connector({ is_connected: false, status: "Charging" }), "offline"],
    [connector({ is_connected: false, status: "Faulted" }), "faulted"],
    [connector({ status: "Occupied", transaction: running({ charging_state: "Charging" }) }), "charging"],
    [connector({ status: "Occupied", transaction: running({ charging_state: "EVConnected" }) }), "occupied"],
    [connector({ status: "Occupied", transaction: running({ charging_state: "SuspendedEVSE" }) }), "suspended_evse"],
    [connector({ status: "Available", transaction: running({ power_w: 0 }) }), "occupied"],
    [connector({ status: "Finishing", transaction: running() }), "charging"],
    [connector({ status: null }), "unknown"],
    [connector({ status: "Dreaming" }), "unknown"],
])("%o is %s", (given, state) => {
    expect(ownStateOf(given)).toBe(state);
});

it("the worst comes first", () => {
    expect([...STATES].sort((a, b) => severityOf(a) - severityOf(b))).toEqual(STATES);
    expect(severityOf("faulted")).toBeLessThan(severityOf("offline"));
});

it("the words of OCPP 1.6 say more of who is there", () => {
    expect(wordsOf({ state: "occupied", status: "Finishing" })).toBe("Finishing");
    expect(wordsOf({ state: "faulted", status: "Finishing" })).toBe("Faulted");
});

it("a state began with what says it", () => {
    const charging = connector({ status: "Available", transaction: running() });
    expect(stateSince(charging, "charging")).toBe(charging.transaction?.started_at);
    expect(stateSince(charging, "offline")).toBe(charging.link_since);
    expect(stateSince(charging, "available")).toBe(charging.status_since);
    expect(stateSince(charging, "faulted")).toBeNull();
});
