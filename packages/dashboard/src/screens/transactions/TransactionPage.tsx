import { Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { answered, api } from "../../api/client";
import type { ChargingTransaction, TransactionDetails } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { Failure } from "../../parts/Failure";
import { Page } from "../../parts/Page";
import { StatusBadge } from "../../parts/StatusBadge";
import { useSites } from "../../parts/useSites";
import { Charts } from "./Charts";
import { EndButton } from "./EndButton";
import { Findings } from "./Findings";
import { History } from "./History";
import { Samples } from "./Samples";
import { StopButton } from "./StopButton";
import { Summary } from "./Summary";
import { stateOf } from "./words";

const route = getRouteApi("/transactions/$number");

/** One transaction, live while it goes on. */
export function TransactionPage(): ReactElement {
    const { number } = route.useParams();
    // Another transaction is another page: nothing of the one before is kept.
    return <Transaction key={number} number={Number(number)} />;
}

function Transaction({ number }: { number: number }): ReactElement {
    const key = ["transactions", "one", number];
    const { zoneOf } = useSites();
    const { data, error, refetch } = useQuery({
        queryKey: [...key, "facts"],
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/transactions/{number}", { params: { path: { number } }, signal })),
    });
    useRefreshOn(
        ["transaction.started", "transaction.updated", "transaction.ended", "transaction.corrected"],
        key,
        (event) => event.data.transaction === number,
    );
    return (
        <Page title={`Transaction ${number}`} actions={data !== undefined && <Head transaction={data} />}>
            {error !== null && <Failure error={error} retry={() => void refetch()} />}
            {data !== undefined && <Parts transaction={data} zone={zoneOf(data.site)} />}
        </Page>
    );
}

function Head({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { tone, text } = stateOf(transaction);
    return (
        <Group gap="sm">
            <span role="status" aria-label="State of the transaction">
                <StatusBadge tone={tone}>{text}</StatusBadge>
            </span>
            {transaction.is_open && <EndButton transaction={transaction} />}
            {transaction.is_open && <StopButton transaction={transaction} />}
        </Group>
    );
}

function Parts({ transaction, zone }: { transaction: TransactionDetails; zone: string }): ReactElement {
    return (
        <Stack gap="sm">
            <Summary transaction={transaction} zone={zone} />
            <Findings transaction={transaction} />
            <Charts transaction={transaction} zone={zone} />
            <History transaction={transaction} zone={zone} />
            <Samples transaction={transaction} zone={zone} />
        </Stack>
    );
}
