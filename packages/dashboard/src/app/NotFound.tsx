import type { ReactElement } from "react";
import { EmptyState } from "../parts/EmptyState";
import { ButtonLink } from "../parts/links";
import { Page } from "../parts/Page";

/** What stands at an address that there is not. */
export function NotFound(): ReactElement {
    return (
        <Page title="Not found">
            <EmptyState
                title="There is no page at this address"
                action={
                    <ButtonLink to="/" variant="default">
                        See what goes on now
                    </ButtonLink>
                }
            >
                The address may be mistyped. Ctrl K searches for stations, tokens, transactions and screens.
            </EmptyState>
        </Page>
    );
}
