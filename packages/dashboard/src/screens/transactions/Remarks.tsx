import { Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { Panel } from "../../parts/Panel";
import { StatusBadge } from "../../parts/StatusBadge";
import classes from "./Remarks.module.css";
import { remarkOf } from "./words";

/** What was out of the ordinary with a transaction, and what was made of it; nothing if nothing was. */
export function Remarks({ flags }: { flags: readonly string[] }): ReactElement | null {
    if (flags.length === 0) {
        return null;
    }
    return (
        <Panel>
            <Title order={2} size="h5" mb="xs" id="remarks">
                What was repaired
            </Title>
            <ul className={classes["remarks"]} aria-labelledby="remarks">
                {flags.map((flag) => {
                    const { title, meaning } = remarkOf(flag);
                    return (
                        <li key={flag}>
                            <StatusBadge tone="note">{title}</StatusBadge>
                            <Text span size="sm">
                                {meaning}
                            </Text>
                        </li>
                    );
                })}
            </ul>
        </Panel>
    );
}
