import { Alert, Group, SegmentedControl, Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { type ReactElement, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Failure } from "../../../parts/Failure";
import { formatDuration } from "../../../parts/format";
import { Panel } from "../../../parts/Panel";
import { Time } from "../../../parts/Time";
import { TimeTools } from "../../../parts/TimeTools";
import type { StationViewSearch } from "../search";
import { lanesOf } from "./lanes";
import { Timeline } from "./Timeline";
import { type Period, useTimeline, useViolations } from "./useTimeline";
import { pan, toIso, type View, zoom } from "./view";

const USUAL_HOURS = 24;
const PRESETS = [
    { value: "1", label: "1 h" },
    { value: "6", label: "6 h" },
    { value: "24", label: "24 h" },
    { value: "168", label: "7 d" },
];
const LONGEST_HOURS = 31 * 24;
const WRITE_MS = 200;

/** The timeline of a station with what chooses its time; the time stands in the address. */
export function TimelinePanel({
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
    const period = periodOf(search);
    const { timeline, error, retry } = useTimeline(identity, period);
    const { violations } = useViolations(identity);
    const [wanted, setWanted] = useView(period, (view) =>
        onSearch({ from: toIso(view.fromMs), to: toIso(view.toMs), hours: undefined }),
    );
    const read = timeline === undefined ? null : viewOf(timeline.since, timeline.until);
    const view = wanted ?? ("hours" in period ? read : viewOf(period.from, period.to));
    const lanes = useMemo(
        () => (timeline === undefined ? [] : lanesOf(timeline, violations ?? [], Date.parse(timeline.until))),
        [timeline, violations],
    );
    if (error !== null && timeline === undefined) {
        return <Failure error={error} retry={retry} />;
    }
    if (timeline === undefined || view === null) {
        return <Skeleton height={260} aria-label="Timeline: loading" role="status" />;
    }
    const latestMs = () => Math.max(Date.now(), view.toMs);
    const middleMs = search.at === undefined ? (view.fromMs + view.toMs) / 2 : Date.parse(search.at);
    const aroundMs = middleMs >= view.fromMs && middleMs <= view.toMs ? middleMs : (view.fromMs + view.toMs) / 2;
    return (
        <Panel>
            <Group gap="xs" mb="xs">
                <SegmentedControl
                    size="xs"
                    aria-label="Time shown"
                    data={PRESETS}
                    value={"hours" in period && wanted === null ? String(period.hours) : ""}
                    onChange={(hours) => {
                        setWanted(null);
                        onSearch({
                            hours: Number(hours) === USUAL_HOURS ? undefined : Number(hours),
                            from: undefined,
                            to: undefined,
                        });
                    }}
                />
                <TimeTools
                    pan={(lengths) => setWanted(pan(view, lengths, latestMs()))}
                    zoom={(factor) => setWanted(zoom(view, factor, aroundMs, latestMs()))}
                />
                <Text size="xs" c="dimmed" ml="auto">
                    {formatDuration(Math.round((view.toMs - view.fromMs) / 1000))} from{" "}
                    <Time at={toIso(view.fromMs)} zone={zone} />
                </Text>
            </Group>
            {error !== null && <Failure error={error} retry={retry} />}
            {timeline.is_cut && (
                <Alert color="yellow" variant="outline" mb="xs" p="xs">
                    More happened than fits: the oldest is left out. Show less time to see all of it.
                </Alert>
            )}
            <VisuallyHidden id="timeline-keys">
                Arrow keys move the cursor, Shift and arrow keys the time, plus and minus show less and more of it,
                Enter has the frames begin at the cursor.
            </VisuallyHidden>
            <Timeline
                lanes={lanes}
                view={view}
                zone={zone}
                kept={search.at}
                latestMs={latestMs}
                onView={setWanted}
                onKeep={(at) => onSearch({ at, frame: undefined })}
            />
        </Panel>
    );
}

function periodOf({ hours, from, to }: StationViewSearch): Period {
    if (from !== undefined && to !== undefined && Date.parse(from) < Date.parse(to)) {
        return { from, to };
    }
    return { hours: Math.min(Math.max(hours ?? USUAL_HOURS, 1), LONGEST_HOURS) };
}

function viewOf(from: string, to: string): View {
    return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}

/** The view while it is being changed: it is shown at once, and written when the hand rests. */
function useView(period: Period, write: (view: View) => void): [View | null, (view: View | null) => void] {
    const [wanted, setWanted] = useState<View | null>(null);
    const take = useEffectEvent(write);
    const reached = "from" in period ? `${Date.parse(period.from)} ${Date.parse(period.to)}` : "";
    const name = wanted === null ? "" : `${wanted.fromMs} ${wanted.toMs}`;
    useEffect(() => {
        if (wanted === null) {
            return;
        }
        if (name === reached) {
            setWanted(null);
            return;
        }
        const timer = setTimeout(() => take(wanted), WRITE_MS);
        return () => clearTimeout(timer);
    }, [wanted, name, reached]);
    return [wanted, setWanted];
}
