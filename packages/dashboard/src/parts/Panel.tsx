import { Paper } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

/** A part of a screen on a surface of its own. */
export function Panel({ children }: { children: ReactNode }): ReactElement {
    return (
        <Paper withBorder p="sm" radius="md" bg="var(--surface)">
            {children}
        </Paper>
    );
}
