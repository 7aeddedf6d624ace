import { describe, expect, it } from "vitest";
import type { Site } from "../../api/schema";
import { connector, running } from "./connectors.testing";
import { NO_SITE } from "./search";
import { count, countStates, group, matching } from "./selection";

function site(id: number, name: string): Site {
    return { id, name, address: "", time_zone: "Europe/Berlin", created_at: "2026-05-01T12:00:00Z", station_count: 0 };
}

const all = [
    connector({ station: "CP10", site: 1 }),
    connector({ station: "CP9", site: 1 }),
    connector({ station: "F", site: 2, state: "faulted", error_code: "GroundFailure" }),
    connector({ station: "O", state: "offline", is_connected: false, transaction: running() }),
    connector({ station: "C", site: 2, state: "charging", transaction: running({ id_token: "Card-5" }) }),
];
const sites = [site(1, "Alpha"), site(2, "Beta")];

describe("tiles", () => {
    it("stand by site: where somebody is needed first, the worst first in each", () => {
        expect(
            group(all, sites).map(({ name, connectors }) => [name, ...connectors.map((each) => each.station)]),
        ).toEqual([
            ["Beta", "F", "C"],
            ["Without a site", "O"],
            ["Alpha", "CP9", "CP10"],
        ]);
    });

    it("stand by the names of the sites where nobody is needed", () => {
        const fine = [connector({ station: "C", site: 2, state: "charging" }), connector({ station: "A", site: 1 })];
        const names = group([connector(), ...fine], sites).map(({ name }) => name);
        expect(names).toEqual(["Alpha", "Beta", "Without a site"]);
    });

    it.each([
        ["online", ["F", "C", "CP9", "CP10"]],
        ["charging", ["C"]],
        ["faulted", ["F"]],
        ["offline", ["O"]],
        ["power", ["C"]],
    ] as const)("are those that the counter %s stands for", (shown, stations) => {
        expect(group(all, sites, shown).flatMap(({ connectors }) => connectors.map((each) => each.station))).toEqual(
            stations,
        );
    });

    it.each([
        [{ search: "card-" }, ["C"]],
        [{ search: "ground" }, ["F"]],
        [{ search: "cp" }, ["CP10", "CP9"]],
        [{ site: "2" }, ["F", "C"]],
        [{ site: NO_SITE }, ["O"]],
        [{ site: "1", search: "card" }, []],
    ])("are narrowed down by %o", (search, stations) => {
        expect(matching(all, search).map(({ station }) => station)).toEqual(stations);
    });
});

it("a site that was not read yet is called by its number", () => {
    expect(group([connector({ site: 9 })], sites).map(({ key, name }) => [key, name])).toEqual([["9", "Site 9"]]);
});

it("counts connectors, and the power of those with a link", () => {
    expect(count(all)).toEqual({ connectors: 5, online: 4, charging: 1, faulted: 1, offline: 1, powerW: 11_000 });
    expect(countStates(all).map(({ state, count }) => [state, count])).toEqual([
        ["faulted", 1],
        ["offline", 1],
        ["charging", 1],
        ["available", 2],
    ]);
});
