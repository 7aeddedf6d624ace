import { expect, it } from "vitest";
import type { CommandView, Variable } from "../../../api/schema";
import { limitsOf, nameOf, waitForReboot } from "./names";

function variable(given: Partial<Variable>): Variable {
    return {
        component: "",
        component_instance: "",
        evse: 0,
        connector: 0,
        variable: "HeartbeatInterval",
        variable_instance: "",
        attribute: "Actual",
        value: "300",
        mutability: "ReadWrite",
        characteristics: null,
        reported_at: "2026-05-01T12:00:00Z",
        ...given,
    };
}

it.each([
    [{}, "HeartbeatInterval"],
    [{ component: "OCPPCommCtrlr" }, "OCPPCommCtrlr.HeartbeatInterval"],
    [
        { component: "Connector", evse: 1, connector: 2, variable: "AvailabilityState" },
        "Connector@1:2.AvailabilityState",
    ],
    [
        { component: "DeviceDataCtrlr", variable: "ItemsPerMessage", variable_instance: "GetReport" },
        "DeviceDataCtrlr.ItemsPerMessage[GetReport]",
    ],
    [{ component: "EVSE", evse: 1, variable: "Power", attribute: "MaxSet" as const }, "EVSE@1.Power#MaxSet"],
    [{ component: "Fan", component_instance: "left", variable: "Speed" }, "Fan[left].Speed"],
])("%o is named %s", (given, name) => {
    expect(nameOf(variable(given))).toBe(name);
});

/** The document says of what a station reports no more than that it is an object. */
function reported(characteristics: Record<string, unknown>): Variable {
    return variable({ characteristics: characteristics as Variable["characteristics"] });
}

it("limits are what the station says of them", () => {
    expect(limitsOf(variable({}))).toEqual({ choices: null, unit: null, bounds: null });
    expect(limitsOf(reported({ dataType: "integer", unit: "s", minLimit: 1, maxLimit: 60 }))).toEqual({
        choices: null,
        unit: "s",
        bounds: "between 1 and 60",
    });
    expect(limitsOf(reported({ dataType: "boolean" })).choices).toEqual(["true", "false"]);
    expect(limitsOf(reported({ dataType: "OptionList", valuesList: "a, b" })).choices).toEqual(["a", "b"]);
});

function command(minute: number, answer: unknown): CommandView {
    const at = new Date(minute * 60_000).toISOString();
    return {
        id: minute,
        station: "A",
        site: null,
        name: "set-configuration",
        request: {},
        requested_by: "admin",
        requested_at: at,
        outcome: "accepted",
        answer,
        detail: null,
        finished_at: at,
        transaction: null,
    };
}

it("what needs a reboot waits for it until the station has booted, or it is set anew", () => {
    const commands = [
        command(9, { A: "Accepted", B: "Rejected" }),
        command(5, { A: "RebootRequired", B: "RebootRequired", C: "RebootRequired" }),
        command(1, { D: "RebootRequired" }),
        command(1, null),
    ];
    expect(waitForReboot(commands, new Date(2 * 60_000).toISOString())).toEqual(new Set(["B", "C"]));
    expect(waitForReboot(commands, null)).toEqual(new Set(["B", "C", "D"]));
    expect(waitForReboot(commands, new Date(10 * 60_000).toISOString())).toEqual(new Set());
});
