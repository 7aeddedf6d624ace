/** The screens, in the order of the menu. */

import {
    IconActivity,
    IconBolt,
    IconChargingPile,
    IconHeartRateMonitor,
    IconId,
    IconInbox,
    IconTerminal2,
    type TablerIcon,
} from "@tabler/icons-react";

export interface Screen {
    path: "/now" | "/inbox" | "/transactions" | "/stations" | "/commands" | "/tokens" | "/access";
    title: string;
    icon: TablerIcon;
    /** Words that somebody may search for. */
    words: string;
    /** It has a place in the bar at the bottom of a phone; the others are behind "More". */
    isInBar: boolean;
    /** Another address that belongs to it. */
    alsoAt?: "/sites";
}

export const SCREENS: readonly Screen[] = [
    {
        path: "/now",
        title: "Now",
        icon: IconActivity,
        words: "overview live tiles connectors",
        isInBar: true,
    },
    {
        path: "/inbox",
        title: "Inbox",
        icon: IconInbox,
        words: "unknown refused accept connect charger",
        isInBar: true,
    },
    {
        path: "/transactions",
        title: "Transactions",
        icon: IconBolt,
        words: "charges sessions energy",
        isInBar: true,
    },
    {
        path: "/stations",
        title: "Stations",
        icon: IconChargingPile,
        words: "chargers",
        isInBar: true,
        alsoAt: "/sites",
    },
    {
        path: "/commands",
        title: "Commands",
        icon: IconTerminal2,
        words: "send reset unlock history",
        isInBar: false,
    },
    {
        path: "/tokens",
        title: "Tokens",
        icon: IconId,
        words: "cards rfid drivers refused",
        isInBar: false,
    },
    {
        path: "/access",
        title: "Health and access",
        icon: IconHeartRateMonitor,
        words: "server database keys password versions",
        isInBar: false,
    },
];
