import type { LinkProps } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AnchorLink } from "./links";
import classes from "./ScreenTabs.module.css";

/** Leads from one side of a screen to the others; each has an address of its own. */
export function ScreenTabs({
    label,
    tabs,
}: {
    label: string;
    tabs: readonly { to: NonNullable<LinkProps["to"]>; title: string }[];
}): ReactElement {
    return (
        <nav className={classes["tabs"]} aria-label={label}>
            {tabs.map(({ to, title }) => (
                <AnchorLink
                    key={to}
                    to={to}
                    className={classes["tab"] ?? ""}
                    underline="never"
                    activeOptions={{ exact: true, includeSearch: false }}
                >
                    {title}
                </AnchorLink>
            ))}
        </nav>
    );
}
