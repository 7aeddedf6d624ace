import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { answered, api, given } from "../../api/client";
import type { ChargingTransaction, ChargingTransactionPage } from "../../api/schema";
import { useLive, useRefreshOn } from "../../api/useLive";
import { formatDate } from "../../parts/format";
import { type Pages, usePages } from "../../parts/usePages";
import { useZone } from "../../parts/useZone";
import { boundsOf } from "./period";
import type { TransactionSearch } from "./routes";

/** What the API is asked for. */
export type TransactionQuery = Omit<TransactionSearch, "period">;

const KEY = ["transactions", "list"];

/** Returns what to ask the API for what an address says; its days are those of the site, or of the station's, that it names. */
export function useTransactionQuery({ period, from, to, ...rest }: TransactionSearch): TransactionQuery {
    const zone = useZone(rest);
    return { ...rest, ...boundsOf({ period, from, to }, zone, formatDate(new Date().toISOString(), zone)) };
}

/** The transactions that a query finds, last begun first; those that go on are as they are now. */
export function useTransactions(query: TransactionQuery): Pages<ChargingTransaction> {
    const client = useQueryClient();
    const pages = usePages([...KEY, query], (cursor, signal) => readPage(query, cursor, signal));
    useRefreshOn(["transaction.started", "transaction.ended", "transaction.corrected"], KEY);
    useLive(["transaction.updated"], (events) => {
        const news = new Map(
            events.map(({ data: { transaction, energy_wh, power_w, soc_percent, charging_state } }) => [
                transaction,
                { energy_wh, power_w, soc_percent, charging_state },
            ]),
        );
        client.setQueriesData<InfiniteData<ChargingTransactionPage>>(
            { queryKey: KEY },
            (old) =>
                old && {
                    ...old,
                    pages: old.pages.map((page) => ({
                        ...page,
                        items: page.items.map((each) => ({
                            ...each,
                            ...(each.is_open ? news.get(each.id) : undefined),
                        })),
                    })),
                },
        );
    });
    return pages;
}

/** Asks for a page of the list. */
export function readPage(
    query: TransactionQuery,
    cursor: string | undefined,
    signal: AbortSignal,
    limit?: number,
): Promise<ChargingTransactionPage> {
    return answered(api.GET("/api/v1/transactions", { params: { query: given({ ...query, cursor, limit }) }, signal }));
}
