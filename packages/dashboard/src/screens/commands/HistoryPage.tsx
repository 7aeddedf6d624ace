import { Button, NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { CommandView } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { CursorPager } from "../../parts/CursorPager";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { AnchorLink, ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { StationLink } from "../../parts/StationLink";
import { Time } from "../../parts/Time";
import { usePages } from "../../parts/usePages";
import { type Sites, useSites } from "../../parts/useSites";
import { Answer } from "./Answer";
import { CommandTabs } from "./CommandTabs";
import { NEUTRAL_NAMES, titleOf } from "./neutral";
import { OutcomeBadge } from "./OutcomeBadge";
import { RepeatLink } from "./RepeatLink";
import { type HistorySearch, OUTCOMES } from "./routes";

const route = getRouteApi("/commands/history");
const PAUSE_MS = 300;

function columnsOf(sites: Sites): Column<CommandView>[] {
    return [
        {
            title: "Command",
            cell: (command) => (
                <AnchorLink to="/commands/$number" params={{ number: String(command.id) }} inherit fw={600}>
                    {titleOf(command.name)}
                </AnchorLink>
            ),
        },
        { title: "Station", cell: (command) => <StationLink identity={command.station} /> },
        { title: "Outcome", cell: (command) => <OutcomeBadge outcome={command.outcome} /> },
        { title: "Answer", cell: (command) => <Answer command={command} />, isWide: true },
        {
            title: "Sent",
            cell: (command) => (
                <Time at={command.requested_at} zone={sites.zoneOf(command.site)} isOffsetShown={sites.hasManyZones} />
            ),
        },
        { title: "By", cell: (command) => command.requested_by },
        { title: "Again", align: "right", isAside: true, cell: (command) => <RepeatLink command={command} /> },
    ];
}

/** What was sent to stations, the latest first. */
export function HistoryPage(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const sites = useSites();
    const [round, setRound] = useState(0);
    const key = ["commands", "list", search];
    const pages = usePages(key, (cursor, signal) =>
        answered(api.GET("/api/v1/commands", { params: { query: given({ ...search, cursor }) }, signal })),
    );
    useRefreshOn(["command.finished"], key);
    const isFiltered = Object.values(search).some((value) => value !== undefined);
    return (
        <Page title="Commands">
            <CommandTabs />
            <Filters key={round} search={search} />
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="Commands"
                    columns={columnsOf(sites)}
                    rows={pages.items}
                    isStale={pages.isStale}
                    rowKey={(command) => command.id}
                    empty={
                        isFiltered ? (
                            <EmptyState
                                title="No such command"
                                action={
                                    <Button
                                        size="xs"
                                        variant="default"
                                        onClick={() => {
                                            // The fields begin anew, with what the address says then.
                                            void navigate({ search: {} }).then(() => setRound(round + 1));
                                        }}
                                    >
                                        Show all
                                    </Button>
                                }
                            >
                                Nothing that was sent matches the filters.
                            </EmptyState>
                        ) : (
                            <EmptyState
                                title="No commands"
                                action={
                                    <ButtonLink size="xs" to="/commands" search={{}}>
                                        Send a command
                                    </ButtonLink>
                                }
                            >
                                What is sent to a station comes up here, with what it has answered.
                            </EmptyState>
                        )
                    }
                />
            )}
            <CursorPager pages={pages} noun="command" />
        </Page>
    );
}

function Filters({ search }: { search: HistorySearch }): ReactElement {
    const navigate = route.useNavigate();
    const [station, setStation] = useState(search.station ?? "");
    const [name, setName] = useState(search.name ?? "");
    const [askedStation] = useDebouncedValue(station, PAUSE_MS);
    const [askedName] = useDebouncedValue(name, PAUSE_MS);
    const put = (change: HistorySearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
    // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows what is typed, and nothing else
    useEffect(
        () => put({ station: askedStation || undefined, name: nameOf(askedName) || undefined }),
        [askedStation, askedName],
    );
    return (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" mb="sm">
            <TextInput
                size="xs"
                label="Station"
                placeholder="Its identity"
                value={station}
                onChange={(event) => setStation(event.currentTarget.value)}
            />
            <TextInput
                size="xs"
                label="Command"
                placeholder="Reset, GetLocalListVersion"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
            />
            <NativeSelect
                size="xs"
                label="Outcome"
                value={search.outcome ?? ""}
                onChange={(event) =>
                    put({ outcome: (event.currentTarget.value || undefined) as HistorySearch["outcome"] })
                }
                data={[
                    { value: "", label: "All" },
                    ...OUTCOMES.map((outcome) => ({ value: outcome, label: outcome.replaceAll("_", " ") })),
                ]}
            />
        </SimpleGrid>
    );
}

/** A command may be asked for by the title that it has on the screen. */
function nameOf(text: string): string {
    const wanted = text.trim().toLowerCase();
    return NEUTRAL_NAMES.find((name) => titleOf(name).toLowerCase() === wanted) ?? text.trim();
}
