import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { Station } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { CursorPager } from "../../parts/CursorPager";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { AnchorLink, ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { StationLink } from "../../parts/StationLink";
import { StationTabs } from "../../parts/StationTabs";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { capital, inWords, toneOfAdmission, toneOfConnector } from "../../parts/tones";
import { usePages } from "../../parts/usePages";
import { type Sites, useSites } from "../../parts/useSites";
import { ADMISSIONS, NO_SITE, type StationSearch, VERSIONS } from "./search";

const route = getRouteApi("/stations");
const WRITE_MS = 300;

/** The stations. */
export function StationsPage(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const sites = useSites();
    const key = ["stations", "list", search];
    const pages = usePages(key, (cursor, signal) =>
        answered(api.GET("/api/v1/stations", { params: { query: given({ ...search, cursor }) }, signal })),
    );
    useRefreshOn(
        ["connector.status", "station.booted", "station.changed", "station.connected", "station.disconnected"],
        key,
    );
    const onSearch = (changed: StationSearch) =>
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true });
    const isFiltered = Object.values(search).some((value) => value !== undefined);
    return (
        <Page title="Stations">
            <StationTabs />
            <Filters search={search} sites={sites} onSearch={onSearch} />
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="Stations"
                    columns={columnsOf(sites)}
                    rows={pages.items}
                    isStale={pages.isStale}
                    rowKey={(station) => station.identity}
                    empty={
                        isFiltered ? (
                            <EmptyState
                                title="No such stations"
                                action={
                                    <ButtonLink to="/stations" size="xs" variant="default">
                                        Show all stations
                                    </ButtonLink>
                                }
                            >
                                Nothing matches these filters.
                            </EmptyState>
                        ) : (
                            <EmptyState
                                title="No stations"
                                action={
                                    <ButtonLink to="/inbox" size="xs" variant="default">
                                        Connect a charger
                                    </ButtonLink>
                                }
                            >
                                Point a charger at this server: it comes up here, or in the inbox.
                            </EmptyState>
                        )
                    }
                />
            )}
            <CursorPager pages={pages} noun="station" />
        </Page>
    );
}

function columnsOf(sites: Sites): Column<Station>[] {
    return [
        { title: "Identity", cell: (station) => <StationLink identity={station.identity} /> },
        {
            title: "Link",
            cell: (station) =>
                station.admission !== "accepted" ? (
                    <StatusBadge tone={toneOfAdmission(station.admission)}>
                        {capital(inWords(station.admission))}
                    </StatusBadge>
                ) : station.is_connected ? (
                    <StatusBadge tone="good">Online</StatusBadge>
                ) : (
                    <StatusBadge tone="off">Offline</StatusBadge>
                ),
        },
        {
            title: "Connectors",
            cell: (station) => (
                <Group gap={4}>
                    {station.connectors
                        .filter(({ evse }) => evse > 0)
                        .map((each) => (
                            <StatusBadge key={`${each.evse}.${each.connector}`} tone={toneOfConnector(each.status)}>
                                {each.evse}: {inWords(each.status)}
                            </StatusBadge>
                        ))}
                </Group>
            ),
        },
        {
            title: "Site",
            cell: ({ site }) =>
                site === null ? (
                    "–"
                ) : (
                    <AnchorLink to="/stations" search={{ site: String(site) }} inherit>
                        {sites.byNumber.get(site)?.name ?? site}
                    </AnchorLink>
                ),
        },
        {
            title: "Charger",
            cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(" ") || "–",
        },
        { title: "Firmware", cell: ({ firmware }) => firmware ?? "–", isWide: true },
        { title: "OCPP", cell: ({ version }) => version ?? "–" },
        {
            title: "Last seen",
            cell: ({ last_seen_at, site }) => (
                <Time at={last_seen_at} zone={sites.zoneOf(site)} isOffsetShown={sites.hasManyZones} missing="Never" />
            ),
        },
    ];
}

function Filters({
    search,
    sites,
    onSearch,
}: {
    search: StationSearch;
    sites: Sites;
    onSearch(changed: StationSearch): void;
}): ReactElement {
    const [typed, setTyped] = useState(search.search ?? "");
    const said = search.search ?? "";
    const write = useDebouncedCallback((text: string) => onSearch({ search: text.trim() || undefined }), WRITE_MS);
    // The address changes by other ways too: by going back, and by links.
    useEffect(() => setTyped((text) => (text.trim() === said ? text : said)), [said]);
    return (
        <Group gap="xs" mb="sm">
            <TextInput
                size="xs"
                aria-label="Search the stations"
                placeholder="Identity, maker, firmware, note"
                leftSection={<IconSearch size={14} aria-hidden />}
                value={typed}
                onChange={({ currentTarget }) => {
                    setTyped(currentTarget.value);
                    write(currentTarget.value);
                }}
                flex="1 1 14rem"
                maw={320}
            />
            <Choice
                label="Link"
                none="Online and offline"
                data={[
                    { value: "true", label: "Online" },
                    { value: "false", label: "Offline" },
                ]}
                value={search.connected?.toString()}
                onChange={(value) => onSearch({ connected: value === undefined ? undefined : value === "true" })}
            />
            <Choice
                label="Admission"
                none="Any admission"
                data={ADMISSIONS.map((value) => ({ value, label: capital(inWords(value)) }))}
                value={search.admission}
                onChange={(value) => onSearch({ admission: ADMISSIONS.find((each) => each === value) })}
            />
            <Choice
                label="Version"
                none="Any version"
                data={VERSIONS.map((value) => ({ value, label: `OCPP ${value}` }))}
                value={search.version}
                onChange={(value) => onSearch({ version: VERSIONS.find((each) => each === value) })}
            />
            {sites.all.length > 0 && (
                <Choice
                    label="Site"
                    none="All sites"
                    data={[
                        ...sites.all.map(({ id, name }) => ({ value: String(id), label: name })),
                        { value: NO_SITE, label: "Without a site" },
                    ]}
                    value={search.site}
                    onChange={(site) => onSearch({ site })}
                />
            )}
            {Object.values(search).some((value) => value !== undefined) && (
                <Button
                    size="xs"
                    variant="subtle"
                    onClick={() =>
                        onSearch({
                            search: undefined,
                            connected: undefined,
                            admission: undefined,
                            version: undefined,
                            site: undefined,
                        })
                    }
                >
                    Show all
                </Button>
            )}
        </Group>
    );
}

function Choice({
    label,
    none,
    data,
    value,
    onChange,
}: {
    label: string;
    none: string;
    data: { value: string; label: string }[];
    value: string | undefined;
    onChange(value: string | undefined): void;
}): ReactElement {
    return (
        <Select
            size="xs"
            aria-label={label}
            placeholder={none}
            data={data}
            value={value ?? null}
            onChange={(chosen) => onChange(chosen ?? undefined)}
            clearable
            flex="1 1 8rem"
            maw={190}
        />
    );
}
