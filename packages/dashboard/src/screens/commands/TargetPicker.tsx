import {
    Checkbox,
    MultiSelect,
    NativeSelect,
    SegmentedControl,
    SimpleGrid,
    Stack,
    Text,
    TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api } from "../../api/client";
import { Failure } from "../../parts/Failure";
import { useSites } from "../../parts/useSites";
import type { SendSearch } from "./routes";
import classes from "./TargetPicker.module.css";
import { MOST_STATIONS, type Targets } from "./targets";

const PAUSE_MS = 200;
const OFFERED = 50;

/** Chooses stations one by one, or all that match; what is chosen is in the address of the page. */
export function TargetPicker({
    search,
    targets,
    put,
}: {
    search: SendSearch;
    targets: Targets;
    put(change: Partial<SendSearch>): void;
}): ReactElement {
    return (
        <Stack gap="sm">
            <SegmentedControl
                aria-label="How the stations are chosen"
                size="xs"
                style={{ alignSelf: "flex-start" }}
                classNames={{ label: classes["choice"] ?? "" }}
                data={[
                    { value: "named", label: "Stations" },
                    { value: "matching", label: "All that match" },
                ]}
                value={search.all ? "matching" : "named"}
                onChange={(value) => put({ all: value === "matching" ? true : undefined })}
            />
            {search.all ? <FilterInputs search={search} put={put} /> : <StationInput search={search} put={put} />}
            {targets.error === null ? (
                <Chosen search={search} targets={targets} />
            ) : (
                <Failure error={targets.error} retry={targets.retry} />
            )}
        </Stack>
    );
}

function StationInput({ search, put }: { search: SendSearch; put(change: Partial<SendSearch>): void }): ReactElement {
    const [text, setText] = useState("");
    const [asked] = useDebouncedValue(text, PAUSE_MS);
    const { data } = useQuery({
        queryKey: ["stations", "offered", asked],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations", {
                    params: { query: { limit: OFFERED, ...(asked === "" ? {} : { search: asked }) } },
                    signal,
                }),
            ),
        placeholderData: keepPreviousData,
    });
    const chosen = search.station ?? [];
    const stations = new Map(data?.items.map((station) => [station.identity, station]));
    const told = (identity: string) => {
        const station = stations.get(identity);
        return station === undefined
            ? ""
            : [station.model, station.version && `OCPP ${station.version}`, station.is_connected ? "online" : "offline"]
                  .filter(Boolean)
                  .join(", ");
    };
    return (
        <MultiSelect
            label="Stations"
            placeholder={chosen.length === 0 ? "Type a part of an identity, vendor or model" : ""}
            searchable
            clearable
            hidePickedOptions
            // The server has searched already.
            filter={({ options }) => options}
            nothingFoundMessage="There is no such station"
            data={[...new Set([...chosen, ...stations.keys()])]}
            renderOption={({ option }) => (
                <div>
                    <Text size="sm">{option.value}</Text>
                    <Text size="xs" c="dimmed">
                        {told(option.value)}
                    </Text>
                </div>
            )}
            value={chosen}
            onChange={(station) => put({ station: station.length === 0 ? undefined : station })}
            searchValue={text}
            onSearchChange={setText}
        />
    );
}

function FilterInputs({ search, put }: { search: SendSearch; put(change: Partial<SendSearch>): void }): ReactElement {
    const sites = useSites().all;
    const [text, setText] = useState(search.search ?? "");
    const [asked] = useDebouncedValue(text, PAUSE_MS);
    // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows what is typed, and nothing else
    useEffect(() => put({ search: asked === "" ? undefined : asked }), [asked]);
    return (
        <>
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
                <NativeSelect
                    label="Site"
                    value={search.site ?? ""}
                    onChange={(event) => put({ site: event.currentTarget.value || undefined })}
                    data={[
                        { value: "", label: "All sites" },
                        ...sites.map((site) => ({ value: String(site.id), label: site.name })),
                        { value: "none", label: "Without a site" },
                    ]}
                />
                <NativeSelect
                    label="OCPP"
                    value={search.version ?? ""}
                    onChange={(event) =>
                        put({ version: (event.currentTarget.value || undefined) as SendSearch["version"] })
                    }
                    data={[{ value: "", label: "All versions" }, "1.6", "2.0.1", "2.1"]}
                />
                <TextInput
                    label="Search"
                    placeholder="Identity, vendor, model, note"
                    value={text}
                    onChange={(event) => setText(event.currentTarget.value)}
                />
            </SimpleGrid>
            <Checkbox
                label="Only those that are online"
                checked={search.online === true}
                onChange={(event) => put({ online: event.currentTarget.checked ? true : undefined })}
            />
        </>
    );
}

const NAMED = 8;

/** How many there are, and who. */
function Chosen({ search, targets }: { search: SendSearch; targets: Targets }): ReactElement {
    const { stations, unknown, areTooMany } = targets;
    return (
        <div role="status">
            {stations !== undefined && stations.length > 0 && (
                <Text size="sm" c="dimmed">
                    {stations.length} {stations.length === 1 ? "station" : "stations"},{" "}
                    {stations.filter((station) => station.is_connected).length} online
                    {search.all &&
                        `: ${stations
                            .slice(0, NAMED)
                            .map((station) => station.identity)
                            .join(", ")}${stations.length > NAMED ? ", …" : ""}`}
                </Text>
            )}
            {stations?.length === 0 && search.all && (
                <Text size="sm" c="dimmed">
                    No station matches. Take a part of the filter away.
                </Text>
            )}
            {areTooMany && (
                <Text size="sm" c="var(--mantine-color-error)">
                    There are more than {MOST_STATIONS}: only the first {MOST_STATIONS} are sent to. Narrow it down.
                </Text>
            )}
            {unknown.length > 0 && (
                <Text size="sm" c="var(--mantine-color-error)">
                    Nobody knows {unknown.join(", ")}.
                </Text>
            )}
        </div>
    );
}
