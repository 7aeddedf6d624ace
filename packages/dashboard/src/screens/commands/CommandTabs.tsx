import { Group } from "@mantine/core";
import type { ReactElement } from "react";
import { ButtonLink } from "../../parts/links";

/** The two sides of the screen. */
export function CommandTabs({ here }: { here: "send" | "history" }): ReactElement {
    return (
        <Group component="nav" aria-label="Commands" gap="xs" mb="md">
            <ButtonLink
                size="xs"
                to="/commands"
                variant={here === "send" ? "outline" : "default"}
                aria-current={here === "send" ? "page" : undefined}
            >
                Send
            </ButtonLink>
            <ButtonLink
                size="xs"
                to="/commands/history"
                variant={here === "history" ? "outline" : "default"}
                aria-current={here === "history" ? "page" : undefined}
            >
                History
            </ButtonLink>
        </Group>
    );
}
