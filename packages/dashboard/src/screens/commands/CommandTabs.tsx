import type { ReactElement } from "react";
import { ScreenTabs } from "../../parts/ScreenTabs";

const TABS = [
    { to: "/commands", title: "Send" },
    { to: "/commands/history", title: "History" },
] as const;

/** Leads from what is sent to what was, and back. */
export function CommandTabs(): ReactElement {
    return <ScreenTabs label="Commands" tabs={TABS} />;
}
