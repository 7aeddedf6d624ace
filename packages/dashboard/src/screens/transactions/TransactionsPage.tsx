import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import type { Site } from "../../api/schema";
import { CursorPager } from "../../parts/CursorPager";
import { DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { ButtonLink } from "../../parts/links";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { Page } from "../../parts/Page";
import { useSites } from "../../parts/useSites";
import { columnsOf } from "./columns";
import { downloadTransactions } from "./download";
import { Filters, NO_FILTERS } from "./Filters";
import { type TransactionQuery, useTransactionQuery, useTransactions } from "./useTransactions";

const route = getRouteApi("/transactions");

/** The transactions, newest first. */
export function TransactionsPage(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const sites = useSites();
    const query = useTransactionQuery(search);
    const pages = useTransactions(query);
    const columns = useMemo(() => columnsOf(sites), [sites]);
    const isFiltered = Object.values(search).some((value) => value !== undefined);
    return (
        <Page
            title="Transactions"
            actions={<Download query={query} sites={sites.byNumber} isDisabled={!pages.items?.length} />}
        >
            <Filters
                search={search}
                sites={sites}
                onChange={(change) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true })}
            />
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="Transactions"
                    columns={columns}
                    rows={pages.items}
                    isStale={pages.isStale}
                    rowKey={(each) => each.id}
                    empty={
                        isFiltered ? (
                            <EmptyState
                                title="No transactions with these filters"
                                action={
                                    <ButtonLink to="/transactions" search={NO_FILTERS} variant="default" size="xs">
                                        Show all
                                    </ButtonLink>
                                }
                            >
                                Station and token have to be written in full.
                            </EmptyState>
                        ) : (
                            <EmptyState
                                title="No transactions yet"
                                action={
                                    <ButtonLink to="/stations" variant="default" size="xs">
                                        Look at the stations
                                    </ButtonLink>
                                }
                            >
                                One comes up here as soon as a charge begins, at a charger or by a remote start.
                            </EmptyState>
                        )
                    }
                />
            )}
            <CursorPager pages={pages} noun="transaction" />
        </Page>
    );
}

function Download({
    query,
    sites,
    isDisabled,
}: {
    query: TransactionQuery;
    sites: ReadonlyMap<number, Site>;
    isDisabled: boolean;
}): ReactElement {
    const [count, setCount] = useState<number>();
    const running = useRef<AbortController>(null);
    useEffect(() => () => running.current?.abort(), []);
    async function run(): Promise<void> {
        const controller = new AbortController();
        running.current = controller;
        setCount(0);
        try {
            await downloadTransactions(query, sites, controller.signal, setCount);
            notifyDone("The transactions are saved as CSV");
        } catch (error) {
            if (!controller.signal.aborted) {
                notifyProblem(error);
            }
        } finally {
            setCount(undefined);
        }
    }
    return (
        <Button
            variant="default"
            size="xs"
            disabled={isDisabled || count !== undefined}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => void run()}
        >
            {count === undefined ? "Download CSV" : `Reading: ${count} so far`}
        </Button>
    );
}
