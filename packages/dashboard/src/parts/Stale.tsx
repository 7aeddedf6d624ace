import type { ReactElement, ReactNode } from "react";
import classes from "./Stale.module.css";

/** Dims what was asked for before, while what is asked for now is not here yet. */
export function Stale({ isStale, children }: { isStale: boolean; children: ReactNode }): ReactElement {
    return (
        <div className={classes["stale"]} data-stale={isStale || undefined} aria-busy={isStale}>
            {children}
        </div>
    );
}
