import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asChoice, asNumber, asText } from "../../app/search";
import { ADMISSIONS, NO_SITE, type StationSearch, type StationViewSearch, TABS, VERSIONS } from "./search";

const stationsRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/stations",
    validateSearch: (search): StationSearch => ({
        search: asText(search["search"]),
        connected: asBoolean(search["connected"]),
        admission: asChoice(search["admission"], ADMISSIONS),
        version: asChoice(search["version"], VERSIONS),
        site: asChoice(search["site"], [NO_SITE]) ?? asNumber(search["site"])?.toString(),
    }),
    component: lazyRouteComponent(() => import("./StationsPage"), "StationsPage"),
});

const stationRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/stations/$identity",
    validateSearch: (search): StationViewSearch => ({
        tab: asChoice(search["tab"], TABS),
        hours: asNumber(search["hours"]),
        from: asTime(search["from"]),
        to: asTime(search["to"]),
        at: asTime(search["at"]),
        frame: asNumber(search["frame"]),
        direction: asChoice(search["direction"], ["in", "out"]),
        action: asText(search["action"]),
        outcome: asText(search["outcome"]),
        text: asText(search["text"]),
        message: asText(search["message"]),
    }),
    component: lazyRouteComponent(() => import("./StationPage"), "StationPage"),
});

/** A time with its zone, if there is one. */
function asTime(value: unknown): string | undefined {
    const text = asText(value);
    return text !== undefined && /(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export const routes = [stationsRoute, stationRoute] as const;
