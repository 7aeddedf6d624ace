import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asText } from "../../app/search";
import { asDay } from "../../parts/days";

/** What narrows the list down. */
export interface TokenSearch {
    search?: string | undefined;
    group?: string | undefined;
    blocked?: boolean | undefined;
}

/** What narrows the log down; without a status it is the refusals. */
export interface DecisionSearch {
    status?: string | undefined;
    token?: string | undefined;
    station?: string | undefined;
    /** Days, as in 2026-05-01; both are in it. */
    from?: string | undefined;
    to?: string | undefined;
}

const tokensRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/tokens",
    validateSearch: (search): TokenSearch => ({
        search: asText(search["search"]),
        group: asText(search["group"]),
        blocked: asBoolean(search["blocked"]),
    }),
    component: lazyRouteComponent(() => import("./TokensPage"), "TokensPage"),
});

const decisionsRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/tokens/decisions",
    validateSearch: (search): DecisionSearch => ({
        status: asText(search["status"]),
        token: asText(search["token"]),
        station: asText(search["station"]),
        from: asDay(search["from"]),
        to: asDay(search["to"]),
    }),
    component: lazyRouteComponent(() => import("./DecisionsPage"), "DecisionsPage"),
});

export const routes = [tokensRoute, decisionsRoute] as const;
