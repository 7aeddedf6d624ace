import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asNumber, asText } from "../../app/search";

/** Which sites are listed, and which one is being changed. */
export interface SiteSearch {
    search?: string | undefined;
    /** The number of the one that is changed. */
    edit?: number | undefined;
    /** One is made. */
    new?: true | undefined;
}

// Not below /stations: a station may be called "sites".
const sitesRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/sites",
    validateSearch: (search): SiteSearch => ({
        search: asText(search["search"]),
        edit: asNumber(search["edit"]),
        new: asBoolean(search["new"]) || undefined,
    }),
    component: lazyRouteComponent(() => import("./SitesPage"), "SitesPage"),
});

export const routes = [sitesRoute] as const;
