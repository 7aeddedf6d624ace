import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { LiveState } from "../api/live";
import { useLiveState } from "../api/useLive";
import { formatDuration } from "../parts/format";
import { useNowMs } from "../parts/useNowMs";
import classes from "./LiveIndicator.module.css";

const SOON_MS = 1000;

/** Says whether the page shows what is, or since when it does not. */
export function LiveIndicator(): ReactElement {
    const state = useLiveState();
    return (
        <span className={classes["indicator"]} data-state={state.kind}>
            <span className={classes["dot"]} aria-hidden />
            <Text span size="xs" fw={600} role="status">
                {state.kind === "live" ? "Live" : "Reconnecting"}
            </Text>
            {state.kind === "reconnecting" && <Lost state={state} />}
        </span>
    );
}

function Lost({ state }: { state: LiveState & { kind: "reconnecting" } }): ReactElement | null {
    const lostMs = useNowMs() - state.sinceMs;
    return lostMs < SOON_MS ? null : (
        <Text span size="xs">
            {formatDuration(lostMs / 1000)}
        </Text>
    );
}
