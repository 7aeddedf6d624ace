import { Group, Title } from "@mantine/core";
import { type ReactElement, type ReactNode, useEffect } from "react";
import classes from "./Page.module.css";

/** A screen: its title, which is that of the window too, what can be done, and the rest. */
export function Page({
    title,
    actions,
    children,
}: {
    title: string;
    actions?: ReactNode;
    children: ReactNode;
}): ReactElement {
    useEffect(() => {
        document.title = `${title} · csms`;
    }, [title]);
    return (
        <div className={classes["page"]}>
            <Group justify="space-between" mb="md" gap="xs">
                <Title order={1} size="h3" className={classes["title"]}>
                    {title}
                </Title>
                {actions}
            </Group>
            {children}
        </div>
    );
}
