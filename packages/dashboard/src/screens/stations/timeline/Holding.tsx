import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { Time } from "../../../parts/Time";
import { TransactionLink } from "../../../parts/TransactionLink";
import { useIsPhone } from "../../../parts/useIsPhone";
import classes from "./Holding.module.css";
import type { Band, Lane, Mark } from "./lanes";
import { toIso } from "./view";

/** What holds at the instant under the cursor, in words. */
export function Holding({
    atMs,
    zone,
    holds,
    isKept,
}: {
    atMs: number | null;
    zone: string;
    holds: readonly { lane: Lane; found: readonly (Band | Mark)[] }[];
    isKept: boolean;
}): ReactElement {
    const isPhone = useIsPhone();
    return (
        <div className={classes["holding"]}>
            {atMs === null ? (
                <Text size="sm" c="dimmed">
                    {isPhone
                        ? "Tap the timeline to see what held then, and to have the frames begin there."
                        : "Point at the timeline to see what held then; click to have the frames begin there."}
                </Text>
            ) : (
                <dl className={classes["list"]} data-kept={isKept || undefined}>
                    <div>
                        <dt>At</dt>
                        <dd>
                            <Time at={toIso(atMs)} zone={zone} />
                        </dd>
                    </div>
                    {holds
                        .filter(({ found }) => found.length > 0)
                        .map(({ lane, found }) => (
                            <div key={lane.key}>
                                <dt>{lane.title}</dt>
                                <dd>
                                    {found.map((each, index) => (
                                        <span key={each.key}>
                                            {index > 0 && "; "}
                                            <Words of={each} />
                                        </span>
                                    ))}
                                </dd>
                            </div>
                        ))}
                </dl>
            )}
        </div>
    );
}

function Words({ of }: { of: Band | Mark }): ReactElement {
    if (!("transaction" in of) || of.transaction === undefined) {
        return <>{of.text}</>;
    }
    return (
        <>
            <TransactionLink number={of.transaction} />
            {of.text.slice(String(of.transaction).length)}
        </>
    );
}
