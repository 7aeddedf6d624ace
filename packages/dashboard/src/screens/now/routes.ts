import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asChoice, asNumber, asText } from "../../app/search";
import { NO_SITE, type NowSearch, SHOWN } from "./search";

const nowRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/now",
    validateSearch: (search): NowSearch => ({
        show: asChoice(search["show"], SHOWN),
        site: asChoice(search["site"], [NO_SITE]) ?? asNumber(search["site"])?.toString(),
        search: asText(search["search"]),
    }),
    component: lazyRouteComponent(() => import("./NowPage"), "NowPage"),
});

const startRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/",
    beforeLoad: () => {
        throw redirect({ to: "/now", replace: true });
    },
});

export const routes = [nowRoute, startRoute] as const;
