import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPencil, IconPlus, IconSearch, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { Site } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { CursorPager } from "../../parts/CursorPager";
import { confirm } from "../../parts/confirm";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { AnchorLink } from "../../parts/links";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { Page } from "../../parts/Page";
import { StationTabs } from "../../parts/StationTabs";
import { SiteDialog } from "../../parts/sites/SiteDialog";
import { usePages } from "../../parts/usePages";
import { effectOfRemoval } from "./removal";
import type { SiteSearch } from "./routes";

const route = getRouteApi("/sites");
const PAUSE_MS = 300;
const KEY = ["sites", "list"];

/** The places where stations stand. */
export function SitesPage(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const pages = usePages([...KEY, search.search], (cursor, signal) =>
        answered(api.GET("/api/v1/sites", { params: { query: given({ search: search.search, cursor }) }, signal })),
    );
    useRefreshOn(["site.changed", "station.changed"], KEY);
    const put = (changed: SiteSearch) =>
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true, resetScroll: false });
    const isEmpty = pages.items?.length === 0 && search.search === undefined;
    const newButton = (
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => put({ new: true })}>
            New site
        </Button>
    );
    return (
        <Page title="Sites" actions={!isEmpty && newButton}>
            <StationTabs />
            {!isEmpty && <SearchField said={search.search ?? ""} say={(text) => put({ search: text })} />}
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="Sites"
                    columns={columnsOf((site) => put({ edit: site.id }))}
                    rows={pages.items}
                    isStale={pages.isStale}
                    rowKey={(site) => site.id}
                    empty={
                        search.search === undefined ? (
                            <EmptyState title="No sites" action={newButton}>
                                A site is a place where stations stand. Tiles are grouped by it, and times are shown in
                                its zone. Stations are put there one by one, when they are accepted or at their facts.
                            </EmptyState>
                        ) : (
                            <EmptyState title="No such site">
                                Search for another part of its name or address.
                            </EmptyState>
                        )
                    }
                />
            )}
            <CursorPager pages={pages} noun="site" />
            {search.new === true && <SiteDialog close={() => put({ new: undefined })} />}
            {search.edit !== undefined && <Edited number={search.edit} close={() => put({ edit: undefined })} />}
        </Page>
    );
}

function columnsOf(edit: (site: Site) => void): Column<Site>[] {
    return [
        {
            title: "Name",
            cell: (site) => (
                <AnchorLink to="/stations" search={{ site: String(site.id) }} inherit fw={600}>
                    {site.name}
                </AnchorLink>
            ),
        },
        { title: "Address", cell: ({ address }) => address || "–" },
        { title: "Time zone", cell: ({ time_zone }) => time_zone },
        { title: "Stations", cell: ({ station_count }) => station_count, align: "right" },
        {
            title: "Actions",
            cell: (site) => <Actions site={site} edit={() => edit(site)} />,
            align: "right",
            isAside: true,
        },
    ];
}

function Actions({ site, edit }: { site: Site; edit(): void }): ReactElement {
    const client = useQueryClient();
    const remove = useMutation({
        mutationFn: () =>
            answered(
                api.DELETE("/api/v1/sites/{number}", {
                    params: { path: { number: site.id }, query: { unassign: site.station_count > 0 } },
                }),
            ),
        onSuccess: () => {
            notifyDone(`${site.name} is deleted`);
            void client.invalidateQueries({ queryKey: ["sites"] });
            void client.invalidateQueries({ queryKey: ["stations"] });
        },
        onError: notifyProblem,
    });

    async function ask(): Promise<void> {
        if (
            await confirm({ title: `Delete ${site.name}?`, effect: effectOfRemoval(site), action: "Delete the site" })
        ) {
            remove.mutate();
        }
    }

    return (
        <Group gap={4} justify="flex-end" wrap="nowrap">
            <ActionIcon variant="subtle" color="gray" aria-label={`Change ${site.name}`} title="Change" onClick={edit}>
                <IconPencil size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete ${site.name}`}
                title="Delete"
                loading={remove.isPending}
                onClick={() => void ask()}
            >
                <IconTrash size={16} aria-hidden />
            </ActionIcon>
        </Group>
    );
}

/** The dialog of a site that the address names. */
function Edited({ number, close }: { number: number; close(): void }): ReactElement | null {
    const { data, error } = useQuery({
        queryKey: ["sites", "one", number],
        queryFn: ({ signal }) => answered(api.GET("/api/v1/sites/{number}", { params: { path: { number } }, signal })),
        // What somebody else has changed since is not overwritten.
        staleTime: 0,
        gcTime: 0,
    });
    if (error !== null) {
        return <Failure error={error} />;
    }
    return data === undefined ? null : <SiteDialog site={data} close={close} />;
}

function SearchField({ said, say }: { said: string; say(text: string | undefined): void }): ReactElement {
    const [typed, setTyped] = useState(said);
    const sayLater = useDebouncedCallback((text: string) => say(text.trim() || undefined), PAUSE_MS);
    useEffect(() => setTyped((old) => (old.trim() === said ? old : said)), [said]);
    return (
        <TextInput
            size="xs"
            mb="sm"
            maw={{ sm: 320 }}
            type="search"
            aria-label="Search sites"
            placeholder="Name or address"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={typed}
            onChange={(event) => {
                setTyped(event.currentTarget.value);
                sayLater(event.currentTarget.value);
            }}
        />
    );
}
