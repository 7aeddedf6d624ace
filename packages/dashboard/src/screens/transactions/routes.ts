import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { rootRoute } from "../../app/root";
import { asBoolean, asChoice, asText } from "../../app/search";
import { asDay } from "../../parts/days";
import { type Days, PERIODS } from "./period";

/** What narrows the list down. */
export interface TransactionSearch extends Days {
    station?: string | undefined;
    token?: string | undefined;
    open?: boolean | undefined;
    flag?: string | undefined;
    /** Number of a site; "none": of stations without a site. */
    site?: string | undefined;
}

const transactionsRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/transactions",
    validateSearch: (search): TransactionSearch => {
        const period = asChoice(search["period"], PERIODS);
        return {
            period,
            from: period === undefined ? asDay(search["from"]) : undefined,
            to: period === undefined ? asDay(search["to"]) : undefined,
            station: asText(search["station"]),
            token: asText(search["token"]),
            open: asBoolean(search["open"]),
            flag: matching(search["flag"], /^[a-z_]{1,50}$/),
            site: matching(search["site"], /^(none|[1-9]\d{0,17})$/),
        };
    },
    component: lazyRouteComponent(() => import("./TransactionsPage"), "TransactionsPage"),
});

const transactionRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/transactions/$number",
    beforeLoad: ({ params }) => {
        if (!/^[1-9]\d{0,14}$/.test(params.number)) {
            throw notFound();
        }
    },
    component: lazyRouteComponent(() => import("./TransactionPage"), "TransactionPage"),
});

/** A text that the API takes; others are as good as none. */
function matching(value: unknown, pattern: RegExp): string | undefined {
    const text = asText(value);
    return text !== undefined && pattern.test(text) ? text : undefined;
}

export const routes = [transactionsRoute, transactionRoute] as const;
