import type { ReactElement } from "react";
import { formatOffset, formatTime, formatTimeOfDay, formatUtc, ownZone } from "./format";
import classes from "./quantities.module.css";

/**
 * A time in the zone of its site, with UTC on hover.
 *
 * Without a zone, it is that of the browser. `isShort` leaves the day away; `isOffsetShown` says how far the zone is
 * from UTC, where times of several zones stand below each other; null shows `missing`.
 */
export function Time({
    at,
    zone,
    isShort = false,
    isOffsetShown = false,
    missing = "–",
}: {
    at: string | null | undefined;
    zone?: string | null | undefined;
    isShort?: boolean;
    isOffsetShown?: boolean;
    missing?: string;
}): ReactElement {
    if (at == null) {
        return <span>{missing}</span>;
    }
    const shown = zone || ownZone();
    const time = (
        <time dateTime={at} title={`${formatUtc(at)} (shown: ${shown})`} className={classes["quantity"]}>
            {isShort ? formatTimeOfDay(at, shown) : formatTime(at, shown)}
        </time>
    );
    return isOffsetShown ? (
        <>
            {time} <span className={classes["offset"]}>{formatOffset(at, shown)}</span>
        </>
    ) : (
        time
    );
}
