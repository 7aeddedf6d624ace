import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";

const accessRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/access",
    component: lazyRouteComponent(() => import("./AccessPage"), "AccessPage"),
});

export const routes = [accessRoute] as const;
