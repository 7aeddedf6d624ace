import {
    IconAlertTriangle,
    IconBolt,
    IconCircleCheck,
    IconCircleOff,
    IconClock,
    IconInfoCircle,
} from "@tabler/icons-react";
import type { ComponentType, ReactElement, ReactNode } from "react";
import classes from "./StatusBadge.module.css";

/** What a status means to an operator: colour and sign follow from it. */
export type Tone =
    /** All is well; free. */
    | "good"
    /** Something goes on: it charges. */
    | "active"
    /** Somebody or something has to do the next step. */
    | "waiting"
    /** Something is broken or refused. */
    | "bad"
    /** It is not there, or not in use. */
    | "off"
    /** Worth knowing, and neither good nor bad. */
    | "note";

const SIGNS: Record<Tone, ComponentType<{ size: number; "aria-hidden": true }>> = {
    good: IconCircleCheck,
    active: IconBolt,
    waiting: IconClock,
    bad: IconAlertTriangle,
    off: IconCircleOff,
    note: IconInfoCircle,
};

/** A status in colour, with a sign, and in words. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
    const Sign = SIGNS[tone];
    return (
        <span className={classes["badge"]} data-tone={tone}>
            <Sign size={14} aria-hidden />
            <span>{children}</span>
        </span>
    );
}
