import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asText } from "../../app/search";

/** What narrows the list down, and what is open. */
export interface InboxSearch {
    /** Only attempts with this cause. */
    cause?: string | undefined;
    /** The help for connecting a charger is open. */
    connect?: boolean | undefined;
}

const inboxRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/inbox",
    validateSearch: (search): InboxSearch => ({
        cause: asText(search["cause"]),
        connect: asBoolean(search["connect"]) || undefined,
    }),
    component: lazyRouteComponent(() => import("./InboxPage"), "InboxPage"),
});

export const routes = [inboxRoute] as const;
