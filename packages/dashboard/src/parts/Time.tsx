import type { ReactElement } from "react";
import { formatTime, formatTimeOfDay, formatUtc, ownZone } from "./format";
import classes from "./quantities.module.css";

/**
 * A time in the zone of its site, with UTC on hover.
 *
 * Without a zone, it is that of the browser. `isShort` leaves the day away; null shows `missing`.
 */
export function Time({
    at,
    zone,
    isShort = false,
    missing = "–",
}: {
    at: string | null | undefined;
    zone?: string | null | undefined;
    isShort?: boolean;
    missing?: string;
}): ReactElement {
    if (at == null) {
        return <span>{missing}</span>;
    }
    const shown = zone || ownZone();
    return (
        <time dateTime={at} title={`${formatUtc(at)} (shown: ${shown})`} className={classes["quantity"]}>
            {isShort ? formatTimeOfDay(at, shown) : formatTime(at, shown)}
        </time>
    );
}
