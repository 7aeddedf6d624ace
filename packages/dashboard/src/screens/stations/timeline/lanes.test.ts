import { expect, it } from "vitest";
import type { CommandMark, StationTimeline, StatusSpan, TransactionSpan } from "../../../api/schema";
import { lanesOf, whatHolds } from "./lanes";

function at(minute: number): string {
    return new Date(minute * 60_000).toISOString();
}

function timeline(given: Partial<StationTimeline>): StationTimeline {
    return {
        since: at(0),
        until: at(60),
        links: [],
        links_known_since: at(-60),
        boots: [],
        statuses: [],
        transactions: [],
        commands: [],
        is_cut: false,
        ...given,
    };
}

function status(
    evse: number,
    said: string,
    since: number,
    until: number | null,
    error: string | null = null,
): StatusSpan {
    return {
        evse,
        connector: evse === 0 ? 0 : 1,
        status: said,
        error_code: error,
        error_info: null,
        vendor_error_code: null,
        since: at(since),
        until: until === null ? null : at(until),
    };
}

function bandsOf(given: Partial<StationTimeline>, title: string): [number, number, string, string][] {
    const lane = lanesOf(timeline(given), [], Date.parse(at(60))).find((each) => each.title === title);
    return (lane?.bands ?? []).map(({ fromMs, toMs, tone, text }) => [fromMs / 60_000, toMs / 60_000, tone, text]);
}

it("a station without a link is offline between its links, and says why", () => {
    const link = { reason: null, remote_address: null };
    const links = [
        { ...link, since: at(-5), until: at(10), reason: "It went" },
        { ...link, since: at(20), until: null, remote_address: "192.0.2.1" },
    ];
    expect(bandsOf({ links }, "Link")).toEqual([
        [0, 10, "good", "Online"],
        [10, 20, "off", "Offline: It went"],
        [20, 60, "good", "Online, from 192.0.2.1"],
    ]);
    expect(bandsOf({}, "Link")).toEqual([[0, 60, "off", "Offline"]]);
});

it("what is not known is not said to be offline", () => {
    expect(bandsOf({ links_known_since: at(40) }, "Link")).toEqual([
        [0, 40, "unknown", "Not known"],
        [40, 60, "off", "Offline"],
    ]);
    expect(bandsOf({ links_known_since: null }, "Link")).toEqual([[0, 60, "unknown", "Not known"]]);
});

it("each connector has its statuses, and what is broken is in a lane of its own too", () => {
    const statuses = [
        status(0, "Available", 0, null),
        status(1, "Available", 0, 10),
        status(1, "Faulted", 10, null, "GroundFailure"),
    ];
    expect(bandsOf({ statuses }, "Station")).toEqual([[0, 60, "good", "Available"]]);
    expect(bandsOf({ statuses }, "EVSE 1")).toEqual([
        [0, 10, "good", "Available"],
        [10, 60, "bad", "Faulted"],
    ]);
    expect(bandsOf({ statuses }, "Faults")).toEqual([[10, 60, "bad", "EVSE 1 · GroundFailure"]]);
});

it("transactions and commands are found at their time", () => {
    const transaction: TransactionSpan = {
        id: 17,
        evse: 1,
        connector: 1,
        id_token: "TAG",
        since: at(5),
        until: at(30),
        is_end_assumed: false,
        stopped_reason: "Local",
        energy_wh: 1200,
        flags: [],
    };
    const command: CommandMark = {
        id: 3,
        name: "unlock",
        requested_by: "admin",
        requested_at: at(29),
        finished_at: at(29),
        outcome: "rejected",
        detail: "UnlockFailed",
        request: {},
        answer: null,
    };
    const violation = {
        rule: "extra_fields",
        action: "BootNotification",
        count: 3,
        first_at: at(1),
        last_at: at(28),
        example: "",
    };
    const lanes = lanesOf(timeline({ transactions: [transaction], commands: [command] }), [violation], 60 * 60_000);
    const holds = new Map(
        whatHolds(lanes, 29.5 * 60_000, 60_000).map(({ lane, found }) => [lane.title, found.map(({ text }) => text)]),
    );
    expect(holds.get("Transactions")).toEqual(["17 · TAG · 1.20 kWh"]);
    expect(holds.get("Commands")).toEqual(["unlock: rejected (UnlockFailed)"]);
    expect(holds.get("Tolerated")).toEqual([]);
    expect(lanes.at(-1)?.marks.map(({ atMs, text }) => [atMs / 60_000, text])).toEqual([
        [1, "extra fields in BootNotification, for the first time"],
        [28, "extra fields in BootNotification, for the last of 3 times"],
    ]);
});
