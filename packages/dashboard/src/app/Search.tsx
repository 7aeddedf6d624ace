import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconBolt, IconChargingPile, IconId, IconMapPin, IconSearch, type TablerIcon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../api/client";
import { SCREENS } from "./screens";

const PAUSE_MS = 150;
const MOST = 5;

const [store, spotlight] = createSpotlight();

/** Opens the search, as Ctrl K does. */
export const openSearch = spotlight.open;

/** It has no place in the menu, since it is behind the stations. */
const SITES = { path: "/sites", title: "Sites", words: "places address time zone", icon: IconMapPin } as const;

interface Hit {
    key: string;
    label: string;
    description: string;
    icon: TablerIcon;
    go(): void;
}

/** Ctrl K: goes to screens, stations, sites, tokens, and transactions by number. */
export function Search(): ReactElement {
    const [query, setQuery] = useState("");
    const text = query.trim();
    const groups = [
        { label: "Screens", hits: useScreens(text) },
        { label: "Transactions", hits: useTransaction(text) },
        { label: "Stations", hits: useStations(text) },
        { label: "Sites", hits: useSites(text) },
        { label: "Tokens", hits: useTokens(text) },
    ].filter((group) => group.hits.length > 0);
    return (
        <Spotlight.Root
            store={store}
            query={query}
            onQueryChange={setQuery}
            shortcut={["mod + K", "/"]}
            maxHeight={480}
            scrollable
            attributes={{ content: { "aria-label": "Search" } }}
        >
            <Spotlight.Search
                placeholder="Station, token, site, transaction number or screen"
                aria-label="Search"
                leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
            />
            <Spotlight.ActionsList>
                {groups.map((group) => (
                    <Spotlight.ActionsGroup key={group.label} label={group.label}>
                        {group.hits.map(({ key, label, description, icon: Icon, go }) => (
                            <Spotlight.Action
                                key={key}
                                label={label}
                                description={description}
                                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                                onClick={go}
                            />
                        ))}
                    </Spotlight.ActionsGroup>
                ))}
                {groups.length === 0 && <Spotlight.Empty>Nothing has this in its name</Spotlight.Empty>}
            </Spotlight.ActionsList>
        </Spotlight.Root>
    );
}

function useScreens(text: string): Hit[] {
    const navigate = useNavigate();
    const words = text.toLowerCase();
    return [...SCREENS, SITES]
        .filter((screen) => `${screen.title} ${screen.words}`.toLowerCase().includes(words))
        .map((screen) => ({
            key: screen.path,
            label: screen.title,
            description: "",
            icon: screen.icon,
            go: () => void navigate({ to: screen.path }),
        }));
}

function useTransaction(text: string): Hit[] {
    const navigate = useNavigate();
    const [searched] = useDebouncedValue(text.replace(/^#/, ""), PAUSE_MS);
    const { data } = useQuery({
        queryKey: ["search", "transaction", searched],
        queryFn: async ({ signal }) => {
            try {
                return await answered(
                    api.GET("/api/v1/transactions/{number}", {
                        params: { path: { number: Number(searched) } },
                        signal,
                    }),
                );
            } catch (error) {
                if (error instanceof ApiProblem && error.status === 404) {
                    return null;
                }
                throw error;
            }
        },
        enabled: /^[1-9]\d{0,14}$/.test(searched),
    });
    return data
        ? [
              {
                  key: `transaction ${data.id}`,
                  label: `Transaction ${data.id}`,
                  description: `At ${data.station}`,
                  icon: IconBolt,
                  go: () =>
                      void navigate({
                          to: "/transactions/$number",
                          params: { number: String(data.id) },
                      }),
              },
          ]
        : [];
}

function useStations(text: string): Hit[] {
    const navigate = useNavigate();
    const found = useFound("stations", text, (search, signal) =>
        answered(api.GET("/api/v1/stations", { params: { query: { search, limit: MOST } }, signal })),
    );
    return found.map((station) => ({
        key: `station ${station.identity}`,
        label: station.identity,
        description: [station.vendor, station.model, station.is_connected ? "online" : "offline"]
            .filter(Boolean)
            .join(", "),
        icon: IconChargingPile,
        go: () => void navigate({ to: "/stations/$identity", params: { identity: station.identity } }),
    }));
}

function useSites(text: string): Hit[] {
    const navigate = useNavigate();
    const found = useFound("sites", text, (search, signal) =>
        answered(api.GET("/api/v1/sites", { params: { query: { search, limit: MOST } }, signal })),
    );
    return found.map((site) => ({
        key: `site ${site.id}`,
        label: site.name,
        description: site.address,
        icon: IconMapPin,
        go: () => void navigate({ to: "/stations", search: { site: String(site.id) } }),
    }));
}

function useTokens(text: string): Hit[] {
    const navigate = useNavigate();
    const found = useFound("tokens", text, (search, signal) =>
        answered(api.GET("/api/v1/tokens", { params: { query: { search, limit: MOST } }, signal })),
    );
    return found.map((token) => ({
        key: `token ${token.id_token}`,
        label: token.id_token,
        description: [token.note, token.is_blocked ? "blocked" : ""].filter(Boolean).join(", "),
        icon: IconId,
        go: () => void navigate({ to: "/tokens", search: { search: token.id_token } }),
    }));
}

/** Returns what a list of the API has of a text, when nobody has typed for a moment. */
function useFound<T>(
    list: string,
    text: string,
    ask: (search: string, signal: AbortSignal) => Promise<{ items: T[] }>,
): T[] {
    const [search] = useDebouncedValue(text, PAUSE_MS);
    const { data } = useQuery({
        queryKey: ["search", list, search],
        queryFn: ({ signal }) => ask(search, signal),
        enabled: search !== "",
    });
    return data?.items ?? [];
}
