import { Checkbox, Skeleton, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { ChargingTransaction } from "../../api/schema";
import { EmptyState } from "../../parts/EmptyState";
import { formatDuration, formatEnergy, secondsBetween } from "../../parts/format";
import { useNowMs } from "../../parts/useNowMs";
import type { Charge } from "./effects";

/** Chooses running transactions. */
export function StopForm({
    charges,
    chosen,
    choose,
}: {
    charges: readonly (ChargingTransaction & Charge)[] | undefined;
    chosen: ReadonlySet<number>;
    choose(chosen: ReadonlySet<number>): void;
}): ReactElement {
    const nowMs = useNowMs();
    if (charges === undefined) {
        return <Skeleton height={64} />;
    }
    if (charges.length === 0) {
        return (
            <EmptyState title="Nobody charges there">
                No transaction is running at the stations that you have chosen.
            </EmptyState>
        );
    }
    const isAll = charges.every(({ id }) => chosen.has(id));
    return (
        <Stack gap="xs" role="group" aria-label="Running transactions">
            {charges.length > 1 && (
                <Checkbox
                    label={`All ${charges.length}`}
                    checked={isAll}
                    indeterminate={!isAll && charges.some(({ id }) => chosen.has(id))}
                    onChange={() => choose(new Set(isAll ? [] : charges.map(({ id }) => id)))}
                />
            )}
            {charges.map((charge) => (
                <Checkbox
                    key={charge.id}
                    label={
                        <>
                            Transaction {charge.id} at {charge.station}
                            {charge.evse !== null && `, EVSE ${charge.evse}`}
                            <Text span c="dimmed" size="sm">
                                {" "}
                                {[
                                    charge.id_token,
                                    formatEnergy(charge.energy_wh),
                                    `for ${formatDuration(secondsBetween(charge.started_at, null, nowMs))}`,
                                ]
                                    .filter(Boolean)
                                    .join(", ")}
                            </Text>
                        </>
                    }
                    checked={chosen.has(charge.id)}
                    onChange={(event) => {
                        const now = new Set(chosen);
                        if (event.currentTarget.checked) {
                            now.add(charge.id);
                        } else {
                            now.delete(charge.id);
                        }
                        choose(now);
                    }}
                />
            ))}
        </Stack>
    );
}
