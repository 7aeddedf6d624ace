import type { ReactElement, ReactNode } from "react";
import type { ChargingTransaction } from "../../api/schema";
import { type Fact, Facts } from "../../parts/Facts";
import { formatPower, formatQuantity, secondsBetween } from "../../parts/format";
import { AnchorLink } from "../../parts/links";
import { Panel } from "../../parts/Panel";
import { Energy, Percent, Power, Since } from "../../parts/quantities";
import { StationLink } from "../../parts/StationLink";
import { Time } from "../../parts/Time";
import { capital } from "../../parts/tones";
import { useSites } from "../../parts/useSites";
import classes from "./Summary.module.css";
import { reasonInWords } from "./words";

/** What one wants to know first, and all the rest of what is known. */
export function Summary({ transaction, zone }: { transaction: ChargingTransaction; zone: string }): ReactElement {
    const sites = useSites();
    const site = transaction.site === null ? undefined : sites.byNumber.get(transaction.site);
    return (
        <Panel>
            <dl className={classes["figures"]}>
                <Figure title="Energy">
                    <Energy wh={transaction.energy_wh} />
                </Figure>
                <Figure title="Duration">
                    <Since at={transaction.started_at} until={transaction.ended_at} />
                </Figure>
                {transaction.is_open ? (
                    <Figure title="Power">
                        <Power w={transaction.power_w} />
                    </Figure>
                ) : (
                    <Figure title="Average power">{formatPower(averageOf(transaction))}</Figure>
                )}
                {transaction.soc_percent !== null && (
                    <Figure title="Battery">
                        <Percent percent={transaction.soc_percent} />
                    </Figure>
                )}
            </dl>
            <Facts facts={[...factsOf(transaction, zone, site?.name), ...rareFactsOf(transaction)]} />
        </Panel>
    );
}

function Figure({ title, children }: { title: string; children: ReactNode }): ReactElement {
    return (
        <div>
            <dt>{title}</dt>
            <dd>{children}</dd>
        </div>
    );
}

/** The power over the whole time in W; null if that cannot be said. */
function averageOf({ energy_wh, started_at, ended_at }: ChargingTransaction): number | null {
    const seconds = secondsBetween(started_at, ended_at);
    return energy_wh === null || seconds <= 0 ? null : (energy_wh * 3600) / seconds;
}

function factsOf(transaction: ChargingTransaction, zone: string, site: string | undefined): Fact[] {
    const { evse, connector, id_token } = transaction;
    return [
        { title: "Station", value: <StationLink identity={transaction.station} /> },
        ...(site === undefined ? [] : [{ title: "Site", value: site }]),
        {
            title: "Where",
            value:
                evse === null
                    ? "Not told"
                    : connector === null
                      ? `EVSE ${evse}`
                      : `EVSE ${evse}, connector ${connector}`,
        },
        {
            title: "Token",
            value:
                id_token === null ? null : (
                    <AnchorLink to="/transactions" search={{ token: id_token }} inherit title="All its transactions">
                        {id_token}
                    </AnchorLink>
                ),
        },
        { title: "Began", value: <Time at={transaction.started_at} zone={zone} /> },
        { title: "Ended", value: <Time at={transaction.ended_at} zone={zone} missing="It goes on" /> },
        {
            title: "Ended because",
            value: transaction.stopped_reason === null ? null : capital(reasonInWords(transaction.stopped_reason)),
        },
        { title: "Meter at begin", value: reading(transaction.meter_start_wh) },
        { title: "Meter at end", value: reading(transaction.meter_stop_wh) },
    ].filter((fact) => fact.value !== null);
}

/** A register with all its digits; null if it was not said. */
function reading(wh: number | null): string | null {
    return wh === null ? null : formatQuantity(wh / 1000, "kWh", 3);
}

/** What most transactions do not have. */
function rareFactsOf(transaction: ChargingTransaction): Fact[] {
    const { authorization, id_token, stop_id_token, reservation_id, remote_start_id } = transaction;
    return [
        { title: "Token type", value: transaction.id_token_type },
        { title: "Token group", value: transaction.id_token_group },
        {
            title: "Authorization",
            value: authorization === null || authorization === "Accepted" ? authorization : `Refused: ${authorization}`,
        },
        { title: "Stopped with token", value: stop_id_token === id_token ? null : stop_id_token },
        { title: "Reservation", value: reservation_id },
        { title: "Remote start", value: remote_start_id === null ? null : `Number ${remote_start_id}` },
        { title: "Offline", value: transaction.is_offline ? "Some of it happened without a link" : null },
        {
            title: "Station's own number",
            value: transaction.reference === String(transaction.id) ? null : transaction.reference,
        },
    ].filter((fact) => fact.value !== null && fact.value !== "");
}
