import type { ReactElement } from "react";
import { StatusBadge, type Tone } from "../../parts/StatusBadge";

const SHOWN: Record<string, [Tone, string]> = {
    waiting: ["off", "Waiting"],
    sent: ["waiting", "Sent"],
    pending: ["waiting", "No answer yet"],
    accepted: ["good", "Accepted"],
    rejected: ["bad", "Rejected"],
    not_supported: ["note", "Not supported"],
    failed: ["bad", "Failed"],
    timed_out: ["bad", "No answer"],
    offline: ["off", "Offline"],
    cancelled: ["off", "Called off"],
    "not sent": ["bad", "Not sent"],
};

/** What became of a command. */
export function OutcomeBadge({ outcome }: { outcome: string }): ReactElement {
    const [tone, words] = SHOWN[outcome] ?? ["note", outcome];
    return <StatusBadge tone={tone}>{words}</StatusBadge>;
}
