import type { ReactElement } from "react";
import { ScreenTabs } from "../../parts/ScreenTabs";

const TABS = [
    { to: "/tokens", title: "Registered" },
    { to: "/tokens/decisions", title: "Refusals and decisions" },
] as const;

/** Leads from the tokens to what was decided about them, and back. */
export function Tabs(): ReactElement {
    return <ScreenTabs label="Tokens" tabs={TABS} />;
}
