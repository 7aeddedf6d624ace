import type { ReactElement } from "react";
import { AnchorLink } from "./links";

/** A transaction's number, which leads to its screen. */
export function TransactionLink({ number }: { number: number }): ReactElement {
    return (
        <AnchorLink to="/transactions/$number" params={{ number: String(number) }} inherit fw={600}>
            {number}
        </AnchorLink>
    );
}
