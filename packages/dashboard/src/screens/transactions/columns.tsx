import { Text } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import type { ChargingTransaction } from "../../api/schema";
import type { Column } from "../../parts/DataTable";
import { formatDate, formatPercent, formatPower } from "../../parts/format";
import { Energy, Since } from "../../parts/quantities";
import { StationLink } from "../../parts/StationLink";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { TransactionLink } from "../../parts/TransactionLink";
import type { Sites } from "../../parts/useSites";
import { reasonInWords, remarkOf, stateOf } from "./words";

const ONE_LINE = { whiteSpace: "nowrap" } as const;

/** The columns of the list. */
export function columnsOf(sites: Sites): Column<ChargingTransaction>[] {
    return [
        { title: "Number", cell: (each) => <TransactionLink number={each.id} /> },
        { title: "State", cell: (each) => <State transaction={each} /> },
        { title: "Station", cell: (each) => <Place transaction={each} sites={sites} /> },
        { title: "Token", cell: (each) => <Token token={each.id_token} /> },
        {
            title: "Began",
            cell: (each) => (
                <Time at={each.started_at} zone={sites.zoneOf(each.site)} isOffsetShown={sites.hasManyZones} />
            ),
        },
        {
            title: "Duration",
            cell: (each) => <Length transaction={each} zone={sites.zoneOf(each.site)} />,
            align: "right",
        },
        { title: "Energy", cell: (each) => <Charged transaction={each} />, align: "right" },
    ];
}

/** What goes on, or how it has ended; and what is out of the ordinary, but for what that says already. */
function State({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { tone, text } = stateOf(transaction);
    const reason = transaction.stopped_reason;
    const flags = transaction.flags.filter((flag) => flag !== "end_assumed" || !transaction.is_end_assumed);
    return (
        <>
            <span title={reason === null ? undefined : `Ended: ${reasonInWords(reason)}`}>
                <StatusBadge tone={tone}>{text}</StatusBadge>
            </span>
            {flags.map((flag) => (
                <Aside key={flag} title={remarkOf(flag).meaning}>
                    {remarkOf(flag).title}
                </Aside>
            ))}
        </>
    );
}

function Place({ transaction, sites }: { transaction: ChargingTransaction; sites: Sites }): ReactElement {
    const { station, evse } = transaction;
    const site = transaction.site === null ? undefined : sites.byNumber.get(transaction.site);
    const place = [site?.name, evse === null ? undefined : `EVSE ${evse}`].filter(Boolean).join(", ");
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
            <Aside title="Power, and charge of the vehicle's battery" isOneLine>
                {[power_w === null ? "" : formatPower(power_w), soc_percent === null ? "" : formatPercent(soc_percent)]
                    .filter(Boolean)
                    .join(", ")}
            </Aside>
        </>
    );
}

/** A second line of a cell. */
function Aside(props: { title?: string; isOneLine?: boolean; children: ReactNode }): ReactElement {
    const { title, isOneLine = false, children } = props;
    return (
        <Text component="div" size="xs" c="dimmed" lh={1.3} title={title} style={isOneLine ? ONE_LINE : undefined}>
            {children}
        </Text>
    );
}

/** How long it took, and when it has ended; the day is left away if it is that of the begin. */
function Length({ transaction, zone }: { transaction: ChargingTransaction; zone: string }): ReactElement {
    const { started_at, ended_at } = transaction;
    const isSameDay = ended_at !== null && formatDate(started_at, zone) === formatDate(ended_at, zone);
    return (
        <>
            <Since at={started_at} until={ended_at} />
            {ended_at !== null && (
                <Aside isOneLine={isSameDay}>
                    until <Time at={ended_at} zone={zone} isShort={isSameDay} />
                </Aside>
            )}
        </>
    );
}
