import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asChoice, asNumber, asText, asTexts } from "../../app/search";

/** What is to be sent, and to whom. */
export interface SendSearch {
    /** To these stations. */
    station?: string[] | undefined;
    /** To all that match, instead: those of `site`, `version`, `online` and `search`. */
    all?: boolean | undefined;
    site?: string | undefined;
    version?: "1.6" | "2.0.1" | "2.1" | undefined;
    online?: boolean | undefined;
    search?: string | undefined;
    /** A command of no version, or the action of a message. */
    command?: string | undefined;
    /** The number of a command that is to be sent once more. */
    repeat?: number | undefined;
}

export const OUTCOMES = ["pending", "accepted", "rejected", "not_supported", "failed", "timed_out", "offline"] as const;

/** What narrows the history down. */
export interface HistorySearch {
    station?: string | undefined;
    name?: string | undefined;
    outcome?: (typeof OUTCOMES)[number] | undefined;
}

const commandsRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/commands",
    validateSearch: (search): SendSearch => ({
        station: asTexts(search["station"]),
        all: asBoolean(search["all"]),
        site: asText(search["site"]),
        version: asChoice(search["version"], ["1.6", "2.0.1", "2.1"]),
        online: asBoolean(search["online"]),
        search: asText(search["search"]),
        command: asText(search["command"]),
        repeat: asNumber(search["repeat"]),
    }),
    component: lazyRouteComponent(() => import("./CommandsPage"), "CommandsPage"),
});

const historyRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/commands/history",
    validateSearch: (search): HistorySearch => ({
        station: asText(search["station"]),
        name: asText(search["name"]),
        outcome: asChoice(search["outcome"], OUTCOMES),
    }),
    component: lazyRouteComponent(() => import("./HistoryPage"), "HistoryPage"),
});

const commandRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/commands/$number",
    component: lazyRouteComponent(() => import("./CommandPage"), "CommandPage"),
});

export const routes = [commandsRoute, historyRoute, commandRoute] as const;
