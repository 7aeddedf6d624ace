import { Group, Text, Tooltip } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import type { ChargingTransaction } from "../../api/schema";
import type { Column } from "../../parts/DataTable";
import { formatDate, ownZone } from "../../parts/format";
import { Energy, Percent, Power, Since } from "../../parts/quantities";
import { StationLink } from "../../parts/StationLink";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { TransactionLink } from "../../parts/TransactionLink";
import type { Sites } from "../../parts/useSites";
import { reasonInWords, remarkOf, stateOf } from "./words";

/** The columns of the list. */
export function columnsOf(sites: Sites): Column<ChargingTransaction>[] {
    return [
        { title: "Number", cell: (each) => <TransactionLink number={each.id} /> },
        { title: "State", cell: (each) => <State transaction={each} /> },
        { title: "Station", cell: (each) => <Place transaction={each} sites={sites} /> },
        { title: "Token", cell: (each) => <Token token={each.id_token} /> },
        { title: "Began", cell: (each) => <Time at={each.started_at} zone={sites.zoneOf(each.site)} /> },
        { title: "Ended", cell: (each) => <End transaction={each} zone={sites.zoneOf(each.site)} /> },
        {
            title: "Duration",
            cell: (each) => <Since at={each.started_at} until={each.ended_at} />,
            align: "right",
        },
        { title: "Energy", cell: (each) => <Charged transaction={each} />, align: "right" },
        { title: "Remarks", cell: (each) => <Remarks flags={each.flags} /> },
    ];
}

function State({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { tone, text } = stateOf(transaction);
    const badge = <StatusBadge tone={tone}>{text}</StatusBadge>;
    const reason = transaction.stopped_reason;
    return reason === null ? badge : <span title={`Ended: ${reasonInWords(reason)}`}>{badge}</span>;
}

function Place({ transaction, sites }: { transaction: ChargingTransaction; sites: Sites }): ReactElement {
    const { station, evse } = transaction;
    const site = transaction.site === null ? undefined : sites.byNumber.get(transaction.site);
    const place = [evse === null ? undefined : `EVSE ${evse}`, site?.name].filter(Boolean).join(", ");
    return (
        <>
            <StationLink identity={station} />
            <Aside>{place}</Aside>
        </>
    );
}

/** A token; most are short enough for a line. */
function Token({ token }: { token: string | null }): ReactElement {
    return <span style={{ whiteSpace: (token ?? "").length > 16 ? "normal" : "nowrap" }}>{token ?? "–"}</span>;
}

/** What was delivered; how fast that goes on, and how full the battery is. */
function Charged({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { energy_wh, power_w, soc_percent } = transaction;
    return (
        <>
            <Energy wh={energy_wh} />
            <Aside>
                {power_w !== null && <Power w={power_w} />}
                {power_w !== null && soc_percent !== null && ", "}
                {soc_percent !== null && (
                    <>
                        battery <Percent percent={soc_percent} />
                    </>
                )}
            </Aside>
        </>
    );
}

function Aside({ children }: { children: ReactNode }): ReactElement {
    return (
        <Text component="div" size="xs" c="dimmed" lh={1.2}>
            {children}
        </Text>
    );
}

/** When it has ended; the day is left away if it is that of the begin. */
function End({
    transaction,
    zone = ownZone(),
}: {
    transaction: ChargingTransaction;
    zone?: string | undefined;
}): ReactElement {
    const { started_at, ended_at } = transaction;
    const isShort = ended_at !== null && formatDate(started_at, zone) === formatDate(ended_at, zone);
    return <Time at={ended_at} zone={zone} isShort={isShort} />;
}

function Remarks({ flags }: { flags: readonly string[] }): ReactElement {
    if (flags.length === 0) {
        return <span>–</span>;
    }
    return (
        <Group gap={4}>
            {flags.map((flag) => {
                const { title, meaning } = remarkOf(flag);
                return (
                    <Tooltip key={flag} label={meaning} multiline maw={280}>
                        <span>
                            <StatusBadge tone="note">{title}</StatusBadge>
                        </span>
                    </Tooltip>
                );
            })}
        </Group>
    );
}
