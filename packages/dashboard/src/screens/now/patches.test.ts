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

    it("leaves the state to the server, whatever the values are", () => {
        for (const state of ["faulted", "offline"] as const) {
            const { connectors, stale } = patch([{ ...charging, state }], [values()]);
            expect(connectors).toMatchObject([{ state, transaction: { power_w: 7_000 } }]);
            expect(stale.size).toBe(0);
        }
    });

    it.each<[string, Change]>([
        ["a status", status({ status: "Preparing" })],
        ["a transaction that is not known", values({ transaction: 8 })],
        ["another state of the transaction", values({ charging_state: "SuspendedEV" })],
        ["power that flows no more", values({ power_w: 0 })],
        ["the link", { name: "station.disconnected", data: { station: "CP1", at: AT, reason: "closed" } }],
    ])("has the station read again when it is about %s", (_, change) => {
        const { connectors, stale } = patch([charging], [change]);
        expect(connectors).toEqual([charging]);
        expect([...stale]).toEqual(["CP1"]);
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
