import { createRootRoute } from "@tanstack/react-router";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

/** What all screens are in. Screens import it; it imports none of them. */
export const rootRoute = createRootRoute({
    component: Shell,
    notFoundComponent: NotFound,
});
