import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Decided, Station } from "../../api/schema";
import { CopyButton } from "../../parts/CopyButton";
import { ButtonLink } from "../../parts/links";
import { StatusBadge } from "../../parts/StatusBadge";
import classes from "./Accepted.module.css";
import { Notice } from "./Notice";

/** What comes after: the password that was made, and the charger while it comes. */
export function Accepted({
    decided,
    station,
    close,
}: {
    decided: Decided;
    station: Station | null;
    close(): void;
}): ReactElement {
    const isOnline = station?.is_connected === true;
    return (
        <Stack gap="md">
            {decided.password != null && (
                <Notice title="Its password, shown this once">
                    <Stack gap="xs">
                        <TextInput
                            aria-label="The password"
                            readOnly
                            classNames={{ input: classes["password"] ?? "" }}
                            value={decided.password}
                            onFocus={(event) => event.currentTarget.select()}
                        />
                        <div>
                            <CopyButton text={decided.password} />
                        </div>
                        <Text size="sm">
                            Set it on the charger: AuthorizationKey in OCPP 1.6, BasicAuthPassword in 2.x. Only a hash
                            of it is kept here; if it is lost, make another.
                        </Text>
                    </Stack>
                </Notice>
            )}
            <Group gap="xs" aria-live="polite">
                {isOnline ? (
                    <StatusBadge tone="good">Online</StatusBadge>
                ) : (
                    <StatusBadge tone="waiting">Waiting for the charger</StatusBadge>
                )}
                <Text size="sm" c="dimmed" component="span">
                    {isOnline
                        ? [station.vendor, station.model, station.version && `OCPP ${station.version}`]
                              .filter(Boolean)
                              .join(", ")
                        : decided.password == null
                          ? "Most come again within a few minutes; one that is started anew comes at once."
                          : "It is let in when it has the password."}
                </Text>
            </Group>
            <Group justify="flex-end" gap="xs">
                <ButtonLink variant="default" to="/stations/$identity" params={{ identity: decided.identity }}>
                    Go to the station
                </ButtonLink>
                <Button onClick={close} data-autofocus>
                    Done
                </Button>
            </Group>
        </Stack>
    );
}
