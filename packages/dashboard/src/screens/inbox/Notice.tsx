import { Alert } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import classes from "./Notice.module.css";

/** Something that has to be known before one goes on. */
export function Notice({ title, children }: { title?: string; children: ReactNode }): ReactElement {
    return (
        <Alert variant="outline" color="yellow" p="sm" title={title} classNames={{ title: classes["title"] ?? "" }}>
            {children}
        </Alert>
    );
}
