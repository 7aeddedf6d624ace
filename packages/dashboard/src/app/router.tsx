import { createRouter } from "@tanstack/react-router";
import { routes as access } from "../screens/access/routes";
import { routes as commands } from "../screens/commands/routes";
import { routes as inbox } from "../screens/inbox/routes";
import { routes as now } from "../screens/now/routes";
import { routes as sites } from "../screens/sites/routes";
import { routes as stations } from "../screens/stations/routes";
import { routes as tokens } from "../screens/tokens/routes";
import { routes as transactions } from "../screens/transactions/routes";
import { Broken } from "./Broken";
import { rootRoute } from "./root";
import { parseSearch, stringifySearch } from "./search";

export const router = createRouter({
    routeTree: rootRoute.addChildren([
        ...now,
        ...inbox,
        ...transactions,
        ...stations,
        ...sites,
        ...commands,
        ...tokens,
        ...access,
    ]),
    parseSearch,
    stringifySearch,
    defaultErrorComponent: Broken,
    // The code of a screen is loaded when somebody is about to go there.
    defaultPreload: "intent",
    scrollRestoration: true,
});

declare module "@tanstack/react-router" {
    interface Register {
        router: typeof router;
    }
}
