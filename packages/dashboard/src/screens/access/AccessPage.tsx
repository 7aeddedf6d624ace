import { Stack } from "@mantine/core";
import type { ReactElement } from "react";
import { Page } from "../../parts/Page";
import classes from "./AccessPage.module.css";
import { HealthPanel } from "./HealthPanel";
import { KeyPanel } from "./KeyPanel";
import { PasswordPanel } from "./PasswordPanel";

/** How the server is, and who may use it. */
export function AccessPage(): ReactElement {
    return (
        <Page title="Health and access">
            <Stack gap="md">
                <HealthPanel />
                <div className={classes["access"]}>
                    <KeyPanel />
                    <PasswordPanel />
                </div>
            </Stack>
        </Page>
    );
}
