import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { answered, api, given } from "../../api/client";
import { useRefreshOn } from "../../api/useLive";
import { formatEnergy, formatNumber, formatPower, formatTime } from "../../parts/format";
import type { Tone } from "../../parts/StatusBadge";
import classes from "./Counters.module.css";
import type { Shown } from "./search";
import type { Counts } from "./selection";

const OVERVIEW = ["overview"];
const WHILE_CHARGING_MS = 1_000;
const ELSE_MS = 60_000;

/** Counters; those of connectors narrow the tiles down, the others lead to where more is told. */
export function Counters({
    counts,
    site,
    zone,
    shown,
    onShow,
}: {
    /** Undefined: not known yet. */
    counts: Counts | undefined;
    site: string | undefined;
    /** In which the day begins. */
    zone: string;
    shown: Shown | undefined;
    onShow: (shown: Shown | undefined) => void;
}): ReactElement {
    useRefreshOn(["inbox.changed", "transaction.started", "transaction.ended", "transaction.corrected"], OVERVIEW);
    const { data: overview } = useQuery({
        queryKey: [...OVERVIEW, { site, zone }],
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/overview", { params: { query: given({ site, time_zone: zone }) }, signal })),
        refetchInterval: counts !== undefined && counts.powerW > 0 ? WHILE_CHARGING_MS : ELSE_MS,
        // Who chooses another site sees no hole meanwhile.
        placeholderData: (before) => before,
    });
    const number = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value, 0));
    const filter = (name: Shown, title: string, value: string, tone: Tone, note: string) => (
        <UnstyledButton
            className={classes["counter"]}
            data-tone={tone}
            aria-pressed={shown === name}
            onClick={() => onShow(shown === name ? undefined : name)}
        >
            <Content title={title} value={value} note={note} />
        </UnstyledButton>
    );
    return (
        <section className={classes["counters"]} aria-label="Counters">
            {filter("online", "Online", number(counts?.online), "good", `of ${number(counts?.connectors)} connectors`)}
            {filter("charging", "Charging", number(counts?.charging), "active", "connectors")}
            {filter("faulted", "Faulted", number(counts?.faulted), counts?.faulted ? "bad" : "off", "connectors")}
            {filter("offline", "Offline", number(counts?.offline), counts?.offline ? "waiting" : "off", "connectors")}
            <Link to="/inbox" className={classes["counter"]} data-tone={overview?.inbox ? "waiting" : "off"}>
                <Content title="In the inbox" value={number(overview?.inbox)} note="waiting chargers" />
            </Link>
            {filter(
                "power",
                "Power now",
                counts === undefined ? "–" : formatPower(counts.powerW),
                "active",
                "of all connectors",
            )}
            <Link
                to="/transactions"
                search={{ period: "today", site }}
                className={classes["counter"]}
                data-tone="active"
                title={overview && `Since ${formatTime(overview.today_since, zone)} (${zone})`}
            >
                <Content title="Energy today" value={formatEnergy(overview?.energy_today_wh)} note="since midnight" />
            </Link>
        </section>
    );
}

function Content({ title, value, note }: { title: string; value: string; note: string }): ReactNode {
    return (
        <>
            <span className={classes["title"]}>{title}</span>
            <span className={classes["value"]}>{value}</span>
            <span className={classes["note"]}>{note}</span>
        </>
    );
}
