import { Button, Drawer, Group, Skeleton, Text, Title } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { EmptyState } from "../../../parts/EmptyState";
import { Failure } from "../../../parts/Failure";
import { Panel } from "../../../parts/Panel";
import { Stale } from "../../../parts/Stale";
import { StatusBadge } from "../../../parts/StatusBadge";
import { Time } from "../../../parts/Time";
import { useIsPhone } from "../../../parts/useIsPhone";
import type { FrameSearch, StationViewSearch } from "../search";
import { FrameDetail } from "./FrameDetail";
import { FrameFilters } from "./FrameFilters";
import { FrameList } from "./FrameList";
import { useFrameFeed } from "./useFrameFeed";

/** The frames of a station: as they come, or around the instant under the cursor. */
export function FramesPanel({
    identity,
    zone,
    search,
    onSearch,
}: {
    identity: string;
    zone: string;
    search: StationViewSearch;
    onSearch(changed: Partial<StationViewSearch>): void;
}): ReactElement {
    const isPhone = useIsPhone();
    const { feed, shown, isStale } = useFrameFeed(identity, search, search.at);
    const { frames, error, isPaused } = shown;
    const isFiltered = [search.direction, search.action, search.outcome, search.text, search.message].some(Boolean);
    const detail = search.frame !== undefined && (
        <FrameDetail
            key={search.frame}
            identity={identity}
            number={search.frame}
            zone={zone}
            close={() => onSearch({ frame: undefined })}
            only={(message) => onSearch({ message })}
        />
    );
    return (
        <Panel>
            <Group gap="xs" mb="xs">
                <Title order={2} size="h5">
                    Frames
                </Title>
                {search.at === undefined ? (
                    <Tail
                        isPaused={isPaused}
                        held={shown.held}
                        toggle={() => (isPaused ? feed.resume() : feed.pause())}
                    />
                ) : (
                    <Group gap="xs">
                        <Text size="sm">
                            around <Time at={search.at} zone={zone} />
                        </Text>
                        {shown.hasNewer && (
                            <Button size="compact-xs" variant="default" onClick={() => void feed.loadNewer()}>
                                Load newer
                            </Button>
                        )}
                        <Button size="compact-xs" variant="default" onClick={() => onSearch({ at: undefined })}>
                            Back to now
                        </Button>
                    </Group>
                )}
            </Group>
            <FrameFilters
                search={search}
                actions={[...new Set(frames?.map(({ action }) => action))].filter((action) => action !== null)}
                onChange={(changed: FrameSearch) => onSearch({ ...changed, frame: undefined })}
            />
            {error !== null && <Failure error={error} retry={() => void feed.loadOlder()} />}
            {frames === undefined ? (
                error === null && <Skeleton height={300} role="status" aria-label="Frames: loading" />
            ) : frames.length === 0 ? (
                <Stale isStale={isStale}>
                    <EmptyState
                        title={isFiltered ? "No such frames" : "No frames"}
                        action={
                            isFiltered && (
                                <Button
                                    size="xs"
                                    variant="default"
                                    onClick={() =>
                                        onSearch({
                                            direction: undefined,
                                            action: undefined,
                                            outcome: undefined,
                                            text: undefined,
                                            message: undefined,
                                        })
                                    }
                                >
                                    Show all frames
                                </Button>
                            )
                        }
                    >
                        {isFiltered
                            ? "Nothing that is kept matches these filters. Frames are kept for some days."
                            : "What goes over the wire comes up here at once, and is kept for some days."}
                    </EmptyState>
                </Stale>
            ) : (
                <Stale isStale={isStale}>
                    <FrameList
                        key={`${search.at ?? "now"} ${isPhone ? "phone" : "desk"}`}
                        frames={frames}
                        zone={zone}
                        at={search.at}
                        hasOlder={shown.hasOlder}
                        loadOlder={() => void feed.loadOlder()}
                        opened={search.frame}
                        open={(frame) => onSearch({ frame: frame.id === search.frame ? undefined : frame.id })}
                    />
                </Stale>
            )}
            {isPhone ? (
                // The head that it has by default would be a second banner of the page; the frame has one.
                <Drawer.Root
                    opened={search.frame !== undefined}
                    onClose={() => onSearch({ frame: undefined })}
                    position="bottom"
                    size="85%"
                >
                    <Drawer.Overlay />
                    <Drawer.Content aria-label="Frame">
                        <Drawer.Body pt="xs">{detail}</Drawer.Body>
                    </Drawer.Content>
                </Drawer.Root>
            ) : (
                detail
            )}
        </Panel>
    );
}

function Tail({ isPaused, held, toggle }: { isPaused: boolean; held: number; toggle(): void }): ReactElement {
    return (
        <>
            <StatusBadge tone={isPaused ? "waiting" : "good"}>{isPaused ? "Paused" : "As they come"}</StatusBadge>
            <Button
                size="compact-xs"
                variant="default"
                leftSection={
                    isPaused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />
                }
                onClick={toggle}
            >
                {isPaused ? (held > 0 ? `Go on (${held} new)` : "Go on") : "Pause"}
            </Button>
        </>
    );
}
