import { useRouter } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Failure } from "../parts/Failure";
import { Page } from "../parts/Page";

/** What stands in the place of a screen that has failed; the rest of the page goes on. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }): ReactElement {
    const router = useRouter();
    return (
        <Page title="This screen has failed">
            <Failure
                error={error}
                retry={() => {
                    reset();
                    void router.invalidate();
                }}
            />
        </Page>
    );
}
