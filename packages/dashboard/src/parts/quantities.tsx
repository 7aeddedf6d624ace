import type { ReactElement } from "react";
import { formatCurrent, formatDuration, formatEnergy, formatPercent, formatPower, secondsBetween } from "./format";
import classes from "./quantities.module.css";
import { useNowMs } from "./useNowMs";

type Value = number | null | undefined;

function Quantity({ text }: { text: string }): ReactElement {
    return <span className={classes["quantity"]}>{text}</span>;
}

/** A power in W, shown in W or kW. */
export function Power({ w }: { w: Value }): ReactElement {
    return <Quantity text={formatPower(w)} />;
}

/** An energy in Wh, shown in Wh or kWh. */
export function Energy({ wh }: { wh: Value }): ReactElement {
    return <Quantity text={formatEnergy(wh)} />;
}

/** A current in A. */
export function Current({ a }: { a: Value }): ReactElement {
    return <Quantity text={formatCurrent(a)} />;
}

/** A part of a whole in %. */
export function Percent({ percent }: { percent: Value }): ReactElement {
    return <Quantity text={formatPercent(percent)} />;
}

/** A length of time in seconds. */
export function Duration({ seconds }: { seconds: Value }): ReactElement {
    return <Quantity text={formatDuration(seconds)} />;
}

/** How long it has been since a time; it counts on, unless there is an end. */
export function Since({ at, until = null }: { at: string; until?: string | null }): ReactElement {
    const nowMs = useNowMs(until === null);
    return <Quantity text={formatDuration(secondsBetween(at, until, nowMs))} />;
}
