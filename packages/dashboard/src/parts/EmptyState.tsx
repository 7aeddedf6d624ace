import { Stack, Text } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import type { ReactElement, ReactNode } from "react";

/** What stands where there is nothing: what that means, and what to do next. */
export function EmptyState({
    title,
    children,
    action,
}: {
    title: string;
    children?: ReactNode;
    action?: ReactNode;
}): ReactElement {
    return (
        <Stack align="center" gap="xs" py="xl" px="md">
            <IconInbox size={32} stroke={1.2} aria-hidden />
            <Text fw={600}>{title}</Text>
            {children !== undefined && (
                <Text component="div" size="sm" c="dimmed" ta="center" maw={480}>
                    {children}
                </Text>
            )}
            {action}
        </Stack>
    );
}
