import { SimpleGrid, Skeleton, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { answered, api } from "../../api/client";
import type { CommandView } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { type Fact, Facts } from "../../parts/Facts";
import { Failure } from "../../parts/Failure";
import { formatDuration, secondsBetween } from "../../parts/format";
import { Page } from "../../parts/Page";
import { Panel } from "../../parts/Panel";
import { StationLink } from "../../parts/StationLink";
import { Time } from "../../parts/Time";
import { TransactionLink } from "../../parts/TransactionLink";
import { useSites } from "../../parts/useSites";
import { JsonBlock } from "./Answer";
import { CommandTabs } from "./CommandTabs";
import { isNeutral, titleOf } from "./neutral";
import { OutcomeBadge } from "./OutcomeBadge";
import { RepeatLink } from "./RepeatLink";

const route = getRouteApi("/commands/$number");

/** One command: what was asked, and what the station has said. */
export function CommandPage(): ReactElement {
    const { number } = route.useParams();
    const id = Number(number);
    const key = ["commands", "one", id];
    useRefreshOn(["command.finished", "transaction.started"], key, (event) =>
        event.name === "transaction.started" ? true : event.data.command === id,
    );
    const { data, error, refetch } = useQuery({
        queryKey: key,
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/commands/{number}", { params: { path: { number: id } }, signal })),
    });
    const zone = useSites().zoneOf(data?.site);
    return (
        <Page
            title={data === undefined ? `Command ${number}` : `Command ${number}: ${titleOf(data.name)}`}
            actions={data && <RepeatLink command={data} />}
        >
            <CommandTabs />
            {error !== null ? (
                <Failure error={error} retry={() => void refetch()} />
            ) : data === undefined ? (
                <Skeleton height={160} />
            ) : (
                <Stack gap="md">
                    <Panel>
                        <Facts facts={factsOf(data, zone)} />
                    </Panel>
                    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
                        <Panel>
                            <Title order={2} size="h5" mb="xs">
                                Asked
                            </Title>
                            <JsonBlock label="What was asked" value={data.request} />
                        </Panel>
                        <Panel>
                            <Title order={2} size="h5" mb="xs">
                                Answered
                            </Title>
                            <JsonBlock label="What was answered" value={data.answer} />
                        </Panel>
                    </SimpleGrid>
                </Stack>
            )}
        </Page>
    );
}

function factsOf(command: CommandView, zone: string): Fact[] {
    const { finished_at, requested_at } = command;
    return [
        { title: "Station", value: <StationLink identity={command.station} /> },
        { title: "Outcome", value: <OutcomeBadge outcome={command.outcome} /> },
        { title: "More", value: command.detail },
        { title: "Sent", value: <Time at={requested_at} zone={zone} /> },
        { title: "By", value: command.requested_by },
        {
            title: "Took",
            value: finished_at === null ? null : formatDuration(secondsBetween(requested_at, finished_at)),
        },
        ...(command.transaction === null
            ? []
            : [{ title: "Has begun", value: <TransactionLink number={command.transaction} /> }]),
        ...(isNeutral(command.name) ? [{ title: "In the API", value: command.name }] : []),
    ];
}
