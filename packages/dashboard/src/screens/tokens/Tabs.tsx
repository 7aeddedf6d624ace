import type { ReactElement } from "react";
import { AnchorLink } from "../../parts/links";
import classes from "./Tabs.module.css";

const TABS = [
    { to: "/tokens", label: "Registered" },
    { to: "/tokens/decisions", label: "Refusals and decisions" },
] as const;

/** Leads from the tokens to what was decided about them, and back. */
export function Tabs(): ReactElement {
    return (
        <nav className={classes["tabs"]} aria-label="Tokens">
            {TABS.map(({ to, label }) => (
                <AnchorLink
                    key={to}
                    to={to}
                    className={classes["tab"] ?? ""}
                    underline="never"
                    activeOptions={{ exact: true, includeSearch: false }}
                >
                    {label}
                </AnchorLink>
            ))}
        </nav>
    );
}
