import { IconKey } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, type ReactElement } from "react";
import type { ConnectorNow } from "../../api/schema";
import { formatTime, formatUtc } from "../../parts/format";
import { Energy, Percent, Power, Since } from "../../parts/quantities";
import { StatusBadge } from "../../parts/StatusBadge";
import { inWords } from "../../parts/tones";
import { toneOf, wordsOf } from "./states";
import classes from "./Tile.module.css";

/** What a connector is doing. The whole tile leads to its station; it is painted anew only when it has changed. */
export const Tile = memo(function Tile({ connector, zone }: { connector: ConnectorNow; zone: string }): ReactElement {
    const { station, state, state_since: since, transaction } = connector;
    const tone = toneOf(state);
    const error = errorOf(connector);
    return (
        <article className={classes["tile"]} data-tone={tone} aria-label={`${station}, ${placeOf(connector)}`}>
            <div className={classes["line"]}>
                <Link
                    to="/stations/$identity"
                    params={{ identity: station }}
                    className={classes["station"]}
                    title={station}
                >
                    {station}
                </Link>
                <span className={classes["place"]}>{placeOf(connector)}</span>
            </div>
            <div className={classes["line"]}>
                <StatusBadge tone={tone}>{wordsOf(connector)}</StatusBadge>
                {since !== null && (
                    <span
                        className={classes["since"]}
                        title={`Since ${formatTime(since, zone)} (${zone}), ${formatUtc(since)}`}
                    >
                        <Since at={since} />
                    </span>
                )}
            </div>
            {error !== "" && (
                <div className={classes["error"]} title={error}>
                    <span className={classes["cut"]}>{error}</span>
                </div>
            )}
            {transaction !== null && (
                <>
                    <div className={classes["line"]} data-kind="values">
                        <span className={classes["power"]}>
                            <Power w={connector.is_connected ? transaction.power_w : null} />
                        </span>
                        <span className={classes["energy"]}>
                            <Energy wh={transaction.energy_wh} />
                        </span>
                        {transaction.soc_percent !== null && (
                            <span title="State of charge of the vehicle's battery">
                                <Percent percent={transaction.soc_percent} />
                            </span>
                        )}
                    </div>
                    <div className={classes["line"]}>
                        <span className={classes["token"]} title={transaction.id_token ?? undefined}>
                            <IconKey size={13} aria-hidden />
                            <span className={classes["cut"]}>{transaction.id_token ?? "No token"}</span>
                        </span>
                        <Link
                            to="/transactions/$number"
                            params={{ number: String(transaction.id) }}
                            className={classes["transaction"]}
                        >
                            Transaction {transaction.id}
                        </Link>
                    </div>
                </>
            )}
        </article>
    );
});

function placeOf({ version, evse, connector }: ConnectorNow): string {
    if (evse === null) {
        return "No connector yet";
    }
    if (version === "1.6") {
        return `Connector ${evse}`;
    }
    return connector === null ? `EVSE ${evse}` : `EVSE ${evse}.${connector}`;
}

function errorOf({ error_code, error_info, vendor_error_code }: ConnectorNow): string {
    return [error_code === null ? null : inWords(error_code), error_info, vendor_error_code]
        .filter((each) => each !== null && each !== "")
        .join(" · ");
}
