import { describe, expect, it } from "vitest";
import { connector, running } from "./connectors.testing";
import { type Change, keyOf, patch, replace } from "./patches";

const AT = "2026-05-01T12:30:00Z";
const charging = connector({ state: "charging", status: "Charging", transaction: running() });

function status(said: Partial<Extract<Change, { name: "connector.status" }>["data"]> = {}): Change {
    return {
        name: "connector.status",
        data: {
            station: "CP1",
            at: AT,
            evse: 1,
            connector: 1,
            status: "Charging",
            since: AT,
            error_code: null,
            error_info: null,
            vendor_error_code: null,
            ...said,
        },
    };
}

function values(said: Partial<Extract<Change, { name: "transaction.updated" }>["data"]> = {}): Change {
    return {
        name: "transaction.updated",
        data: {
            station: "CP1",
            at: AT,
            transaction: 7,
            evse: 1,
            connector: 1,
            id_token: "TAG",
            started_at: "2026-05-01T12:05:00Z",
            energy_wh: 900,
            power_w: 7_000,
            soc_percent: 41,
            charging_state: null,
            charging_state_since: null,
            metered_at: AT,
            ...said,
        },
    };
}

describe("a list of connectors, when something happens", () => {
    it("has the new status, and since when", () => {
        const { connectors, stale } = patch([connector()], [status({ status: "Preparing" })]);
        expect(connectors).toMatchObject([{ status: "Preparing", state: "occupied", state_since: AT }]);
        expect(stale.size).toBe(0);
    });

    it("has the error, and keeps the time of a status that goes on", () => {
        const faulted = patch([connector()], [status({ status: "Faulted", error_code: "GroundFailure" })]);
        const again = patch(faulted.connectors, [
            status({ status: "Faulted", since: null, error_code: "OverVoltage" }),
        ]);
        expect(again.connectors).toMatchObject([{ state: "faulted", state_since: AT, error_code: "OverVoltage" }]);
        expect(again.stale.size).toBe(0);
    });

    it("has the new values, and leaves the others the same objects", () => {
        const other = connector({ station: "CP2" });
        const { connectors, stale } = patch([other, charging], [values()]);
        expect(connectors[0]).toBe(other);
        expect(connectors[1]).toMatchObject({
            state: "charging",
            transaction: { energy_wh: 900, power_w: 7_000, soc_percent: 41 },
        });
        expect(stale.size).toBe(0);
    });

    it("puts the last of several events in", () => {
        const { connectors } = patch([charging], [values({ energy_wh: 1 }), values({ energy_wh: 2 })]);
        expect(connectors[0]?.transaction?.energy_wh).toBe(2);
    });

    it("charges by its power where no state is told", () => {
        const waiting = connector({
            state: "occupied",
            status: "Occupied",
            transaction: running({ power_w: 0 }),
        });
        const { connectors } = patch([waiting], [values()]);
        expect(connectors).toMatchObject([{ state: "charging", state_since: "2026-05-01T12:05:00Z" }]);
    });

    it("stays offline, whatever is told later", () => {
        const offline = { ...charging, is_connected: false, state: "offline" as const };
        expect(patch([offline], [values()]).connectors[0]?.state).toBe("offline");
    });

    it.each<[string, Change]>([
        ["a connector that is not known", status({ evse: 2 })],
        ["the station as a whole", status({ evse: 0, connector: 0 })],
        ["a transaction that is not known", values({ transaction: 8 })],
        ["another state of the transaction", values({ charging_state: "SuspendedEV" })],
        ["a status that suspends", status({ status: "SuspendedEVSE" })],
        ["the link", { name: "station.disconnected", data: { station: "CP1", at: AT, reason: "closed" } }],
    ])("has the station read again when it is about %s", (_, change) => {
        const { connectors, stale } = patch([charging], [change]);
        expect(connectors).toEqual([charging]);
        expect([...stale]).toEqual(["CP1"]);
    });

    it("has the station read again when its fault, or its error, is not that of the connector", () => {
        const broken = connector({ state: "faulted" });
        expect([...patch([broken], [status()]).stale]).toEqual(["CP1"]);
        const warned = connector({ error_code: "OverVoltage" });
        expect([...patch([warned], [status()]).stale]).toEqual(["CP1"]);
    });

    it("still has new values of a connector whose station is faulted", () => {
        const broken = { ...charging, state: "faulted" as const };
        const { connectors, stale } = patch([broken], [values()]);
        expect(connectors).toMatchObject([{ state: "faulted", transaction: { power_w: 7_000 } }]);
        expect(stale.size).toBe(0);
    });
});

it("what was read again takes the place of what was there", () => {
    const gone = connector({ evse: 2 });
    const kept = connector({ station: "CP2" });
    const fresh = connector({ state: "reserved" });
    expect(replace([connector(), gone, kept], new Set(["CP1"]), [fresh])).toEqual([kept, fresh]);
});

it("no two connectors have the same key", () => {
    expect(keyOf({ station: "1 1", evse: 1, connector: null })).not.toBe(
        keyOf({ station: "1", evse: 1, connector: 1 }),
    );
});
