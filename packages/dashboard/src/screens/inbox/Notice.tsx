import { Alert } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

/** Something that has to be known before one goes on. */
export function Notice({ title, children }: { title?: string; children: ReactNode }): ReactElement {
    return (
        <Alert variant="outline" color="yellow" p="sm" title={title}>
            {children}
        </Alert>
    );
}
