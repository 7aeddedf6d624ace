import type { ReactElement } from "react";
import { ScreenTabs } from "./ScreenTabs";

const TABS = [
    { to: "/stations", title: "Stations" },
    { to: "/sites", title: "Sites" },
] as const;

/** Leads from the stations to the sites where they stand, and back. */
export function StationTabs(): ReactElement {
    return <ScreenTabs label="Stations" tabs={TABS} />;
}
