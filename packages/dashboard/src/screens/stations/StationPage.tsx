import { Group, Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { answered, api } from "../../api/client";
import type { Station } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { Failure } from "../../parts/Failure";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { Panel } from "../../parts/Panel";
import { StatusBadge } from "../../parts/StatusBadge";
import { capital, inWords, toneOfAdmission } from "../../parts/tones";
import { useIsPhone } from "../../parts/useIsPhone";
import { useSites } from "../../parts/useSites";
import { StationFacts } from "./facts/StationFacts";
import { FramesPanel } from "./frames/FramesPanel";
import { Rules } from "./rules/Rules";
import classes from "./StationPage.module.css";
import { type StationViewSearch, TABS, type Tab } from "./search";
import { TimelinePanel } from "./timeline/TimelinePanel";
import { useViolations } from "./timeline/useTimeline";
import { Variables } from "./variables/Variables";

const route = getRouteApi("/stations/$identity");

const TITLES: Record<Tab, string> = {
    timeline: "Timeline",
    facts: "Facts",
    variables: "Configuration",
    rules: "Rules",
};

/** One station: what went on there on a timeline with its frames, and beside it what it is. */
export function StationPage(): ReactElement {
    const { identity } = route.useParams();
    // Another station is another page: nothing of the one before is kept.
    return <StationView key={identity} identity={identity} />;
}

function StationView({ identity }: { identity: string }): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { zoneOf } = useSites();
    const { station, error, retry } = useStation(identity);
    const isPhone = useIsPhone();
    const onSearch = (changed: Partial<StationViewSearch>) =>
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true, resetScroll: false });
    if (error !== null && station === undefined) {
        return (
            <Page title={identity}>
                <Failure error={error} retry={retry} />
            </Page>
        );
    }
    if (station === undefined) {
        return (
            <Page title={identity}>
                <Skeleton height={300} role="status" aria-label="Station: loading" />
            </Page>
        );
    }
    const zone = zoneOf(station.site);
    const whatWentOn = (
        <div className={classes["column"]}>
            <TimelinePanel identity={identity} zone={zone} search={search} onSearch={onSearch} />
            <FramesPanel identity={identity} zone={zone} search={search} onSearch={onSearch} />
        </div>
    );
    return (
        <Page
            title={identity}
            actions={
                <Group gap="xs">
                    <State station={station} />
                    <ButtonLink to="/commands" search={{ station: [identity] }} size="xs" variant="default">
                        Send a command
                    </ButtonLink>
                </Group>
            }
        >
            <div className={classes["page"]}>
                {!isPhone && whatWentOn}
                <Beside
                    tab={search.tab ?? (isPhone ? "timeline" : "facts")}
                    onTab={(tab) => onSearch({ tab })}
                    whatWentOn={isPhone ? whatWentOn : null}
                    station={station}
                    zone={zone}
                    onSearch={onSearch}
                />
            </div>
        </Page>
    );
}

/** What a station is, tab by tab; on a phone what went on there is one of the tabs. */
function Beside({
    tab,
    onTab,
    whatWentOn,
    station,
    zone,
    onSearch,
}: {
    tab: Tab;
    onTab(tab: Tab): void;
    whatWentOn: ReactElement | null;
    station: Station;
    zone: string;
    onSearch(changed: Partial<StationViewSearch>): void;
}): ReactElement {
    const tabs = TABS.filter((each) => whatWentOn !== null || each !== "timeline");
    const chosen = tabs.includes(tab) ? tab : "facts";
    const { identity } = station;
    const { violations } = useViolations(identity);
    return (
        <Tabs
            value={chosen}
            onChange={(value) => onTab(TABS.find((each) => each === value) ?? "facts")}
            keepMounted={false}
            className={classes["beside"]}
        >
            <Tabs.List mb="sm">
                {tabs.map((each) => (
                    <Tabs.Tab key={each} value={each} px="sm">
                        {each === "rules" && violations?.length ? `Rules (${violations.length})` : TITLES[each]}
                    </Tabs.Tab>
                ))}
            </Tabs.List>
            {whatWentOn !== null && <Tabs.Panel value="timeline">{whatWentOn}</Tabs.Panel>}
            <Tabs.Panel value="facts">
                <Panel>
                    <StationFacts station={station} zone={zone} />
                </Panel>
            </Tabs.Panel>
            <Tabs.Panel value="variables">
                <Panel>
                    <Variables station={station} zone={zone} />
                </Panel>
            </Tabs.Panel>
            <Tabs.Panel value="rules">
                <Panel>
                    <Rules
                        identity={identity}
                        zone={zone}
                        showFrame={(frame, action, at) =>
                            onSearch({
                                frame,
                                tab: whatWentOn === null ? "rules" : "timeline",
                                at,
                                direction: "in",
                                action: action === "" ? undefined : action,
                                outcome: undefined,
                                text: undefined,
                                message: undefined,
                            })
                        }
                    />
                </Panel>
            </Tabs.Panel>
        </Tabs>
    );
}

function State({ station }: { station: Station }): ReactElement {
    return (
        <>
            {station.is_connected ? (
                <StatusBadge tone="good">Online</StatusBadge>
            ) : (
                <StatusBadge tone="off">Offline</StatusBadge>
            )}
            {station.admission !== "accepted" && (
                <StatusBadge tone={toneOfAdmission(station.admission)}>
                    {capital(inWords(station.admission))}
                </StatusBadge>
            )}
        </>
    );
}

function useStation(identity: string): { station: Station | undefined; error: Error | null; retry(): void } {
    const key = ["stations", "one", identity];
    const { data, error, refetch } = useQuery({
        queryKey: key,
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/stations/{identity}", { params: { path: { identity } }, signal })),
    });
    useRefreshOn(
        ["connector.status", "station.booted", "station.changed", "station.connected", "station.disconnected"],
        key,
        (event) => event.data.station === identity,
    );
    return { station: data, error, retry: () => void refetch() };
}
