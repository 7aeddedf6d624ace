import type { ReactElement, ReactNode } from "react";
import classes from "./Facts.module.css";

export interface Fact {
    title: string;
    value: ReactNode;
}

/** Facts with their names, side by side where there is room. What is null is shown as a dash. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactElement {
    return (
        <dl className={classes["facts"]}>
            {facts.map(({ title, value }) => (
                <div key={title} className={classes["fact"]}>
                    <dt>{title}</dt>
                    <dd>{value ?? "–"}</dd>
                </div>
            ))}
        </dl>
    );
}
