/** What a timeline draws: lanes of bands and marks, made from what the server tells. */

import type { CommandMark, LinkSpan, StationTimeline, StationViolation, StatusSpan } from "../../../api/schema";
import { formatEnergy } from "../../../parts/format";
import type { Tone } from "../../../parts/StatusBadge";
import { inWords, toneOfConnector } from "../../../parts/tones";

/** A length of time; an end that is null goes on. */
export interface Band {
    key: string;
    fromMs: number;
    toMs: number;
    tone: Tone | "unknown";
    text: string;
    /** The transaction that it stands for. */
    transaction?: number;
}

/** An instant. */
export interface Mark {
    key: string;
    atMs: number;
    tone: Tone;
    text: string;
}

export interface Lane {
    key: string;
    title: string;
    bands: Band[];
    marks: Mark[];
}

const OUTCOMES: Record<CommandMark["outcome"], Tone> = {
    accepted: "good",
    pending: "waiting",
    rejected: "bad",
    failed: "bad",
    not_supported: "note",
    timed_out: "bad",
    offline: "off",
};

/** The tone of what became of a command. */
export function toneOfOutcome(outcome: CommandMark["outcome"]): Tone {
    return OUTCOMES[outcome];
}

/**
 * Returns the lanes of a station.
 *
 * @param timeline what the server tells.
 * @param violations what the station does wrong.
 * @param nowMs what goes on goes on until now.
 */
export function lanesOf(timeline: StationTimeline, violations: readonly StationViolation[], nowMs: number): Lane[] {
    const startMs = Date.parse(timeline.since);
    const endMs = Math.min(Date.parse(timeline.until), nowMs);
    return [
        {
            key: "link",
            title: "Link",
            bands: linkBands(timeline.links, timeline.links_known_since, startMs, endMs),
            marks: timeline.boots.map((at) => ({ key: at, atMs: Date.parse(at), tone: "note", text: "Booted" })),
        },
        ...connectorLanes(timeline.statuses, endMs),
        ...transactionLanes(timeline, endMs),
        { key: "commands", title: "Commands", bands: [], marks: timeline.commands.map(commandMark) },
        { key: "faults", title: "Faults", bands: faultBands(timeline.statuses, endMs), marks: [] },
        { key: "rules", title: "Tolerated", bands: [], marks: violations.flatMap(violationMarks) },
    ];
}

function linkBands(links: readonly LinkSpan[], knownSince: string | null, startMs: number, endMs: number): Band[] {
    const bands: Band[] = [];
    let reachedMs = startMs;
    const gap = (untilMs: number, why: string | null): void => {
        const knownMs = Math.min(Math.max(knownSince === null ? endMs : Date.parse(knownSince), reachedMs), untilMs);
        if (knownMs > reachedMs) {
            bands.push({ key: `?${reachedMs}`, fromMs: reachedMs, toMs: knownMs, tone: "unknown", text: "Not known" });
        }
        if (untilMs > knownMs) {
            const text = why === null ? "Offline" : `Offline: ${why}`;
            bands.push({ key: `-${knownMs}`, fromMs: knownMs, toMs: untilMs, tone: "off", text });
        }
    };
    let why: string | null = null;
    for (const link of links) {
        const fromMs = link.since === null ? startMs : Math.max(Date.parse(link.since), startMs);
        const toMs = link.until === null ? endMs : Math.min(Date.parse(link.until), endMs);
        gap(fromMs, why);
        const text = link.remote_address === null ? "Online" : `Online, from ${link.remote_address}`;
        bands.push({ key: `+${fromMs}`, fromMs, toMs, tone: "good", text });
        reachedMs = toMs;
        why = link.reason;
    }
    gap(endMs, why);
    return bands;
}

function connectorLanes(statuses: readonly StatusSpan[], endMs: number): Lane[] {
    const evses = new Map<number, Set<number>>();
    for (const { evse, connector } of statuses) {
        evses.set(evse, (evses.get(evse) ?? new Set()).add(connector));
    }
    const lanes = new Map<string, Lane>();
    for (const span of statuses) {
        const key = `${span.evse}.${span.connector}`;
        const isOnly = evses.get(span.evse)?.size === 1;
        const title =
            span.evse === 0 ? "Station" : isOnly ? `EVSE ${span.evse}` : `EVSE ${span.evse}.${span.connector}`;
        const lane = lanes.get(key) ?? { key, title, bands: [], marks: [] };
        lanes.set(key, lane);
        lane.bands.push({
            key: span.since,
            ...between(span.since, span.until, endMs),
            tone: toneOfConnector(span.status),
            text: inWords(span.status),
        });
    }
    return [...lanes.values()];
}

function transactionLanes({ transactions }: StationTimeline, endMs: number): Lane[] {
    const evses = [...new Set(transactions.map(({ evse }) => evse))].sort((a, b) => (a ?? 0) - (b ?? 0));
    if (evses.length === 0) {
        return [{ key: "transactions", title: "Transactions", bands: [], marks: [] }];
    }
    return evses.map((evse) => ({
        key: `transactions ${evse}`,
        title: evses.length === 1 ? "Transactions" : `Transactions ${evse ?? "?"}`,
        bands: transactions
            .filter((each) => each.evse === evse)
            .map((each) => ({
                key: String(each.id),
                ...between(each.since, each.until, endMs),
                tone:
                    each.until === null ? "active" : each.is_end_assumed || each.flags.length > 0 ? "waiting" : "note",
                text: [`${each.id}`, each.id_token, each.energy_wh === null ? null : formatEnergy(each.energy_wh)]
                    .filter((part) => part !== null)
                    .join(" · "),
                transaction: each.id,
            })),
        marks: [],
    }));
}

function faultBands(statuses: readonly StatusSpan[], endMs: number): Band[] {
    return statuses
        .filter((span) => span.error_code !== null || span.status === "Faulted")
        .map((span) => ({
            key: `${span.evse}.${span.connector} ${span.since}`,
            ...between(span.since, span.until, endMs),
            tone: "bad",
            text: [
                span.evse === 0 ? "Station" : `EVSE ${span.evse}`,
                span.error_code ?? span.status,
                span.vendor_error_code,
                span.error_info,
            ]
                .filter(Boolean)
                .join(" · "),
        }));
}

function commandMark(command: CommandMark): Mark {
    const outcome = inWords(command.outcome);
    return {
        key: String(command.id),
        atMs: Date.parse(command.requested_at),
        tone: toneOfOutcome(command.outcome),
        text: `${command.name}: ${command.detail === null ? outcome : `${outcome} (${command.detail})`}`,
    };
}

function violationMarks({ rule, action, count, first_at, last_at }: StationViolation): Mark[] {
    const name = `${inWords(rule)}${action === "" ? "" : ` in ${action}`}`;
    const last: Mark = {
        key: `${rule} ${action} last`,
        atMs: Date.parse(last_at),
        tone: "waiting",
        text: count === 1 ? name : `${name}, for the last of ${count} times`,
    };
    return count === 1
        ? [last]
        : [
              {
                  ...last,
                  key: `${rule} ${action} first`,
                  atMs: Date.parse(first_at),
                  text: `${name}, for the first time`,
              },
              last,
          ];
}

function between(since: string, until: string | null, endMs: number): { fromMs: number; toMs: number } {
    const fromMs = Date.parse(since);
    return { fromMs, toMs: Math.max(fromMs, until === null ? endMs : Date.parse(until)) };
}

/** What holds at an instant, lane by lane; marks count when they are near. */
export function whatHolds(
    lanes: readonly Lane[],
    atMs: number,
    nearMs: number,
): { lane: Lane; found: (Band | Mark)[] }[] {
    return lanes.map((lane) => ({
        lane,
        found: [
            ...lane.bands.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs).slice(-3),
            ...lane.marks.filter((mark) => Math.abs(mark.atMs - atMs) <= nearMs),
        ],
    }));
}
