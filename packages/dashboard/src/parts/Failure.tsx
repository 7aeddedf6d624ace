import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { tellProblem } from "./problems";

/** An error in the place of what cannot be shown: what is wrong, what to try, and the attempt itself. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }): ReactElement {
    const told = tellProblem(error);
    return (
        <Alert role="alert" color="red" variant="outline" title={told.title} icon={<IconAlertTriangle aria-hidden />}>
            <Stack gap="xs" align="flex-start">
                {told.detail !== "" && (
                    <Text size="sm" style={{ whiteSpace: "pre-line" }}>
                        {told.detail}
                    </Text>
                )}
                <Text size="sm" c="dimmed">
                    {told.advice}
                </Text>
                {retry !== undefined && (
                    <Button size="xs" variant="default" onClick={retry}>
                        Try again
                    </Button>
                )}
            </Stack>
        </Alert>
    );
}
