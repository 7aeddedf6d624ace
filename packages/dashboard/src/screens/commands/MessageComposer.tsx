import { NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { type ReactElement, useState } from "react";
import type { Station } from "../../api/schema";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { Composer } from "./Composer";
import type { Json, Schema } from "./form/schema";
import { useMessage, useMessages, type Version, versionOf, versionsOf } from "./messages";

/** A message in the words of a version, for those of the stations that speak it. */
export function MessageComposer({
    action,
    stations,
    given,
}: {
    action: string;
    stations: readonly Station[];
    given: Json | undefined;
}): ReactElement {
    const spoken = versionsOf(stations);
    const list = useMessages(spoken);
    const versions = list.messages?.get(action)?.versions ?? [];
    const [wanted, setWanted] = useState<Version>();
    const version = versions.find((each) => each === wanted) ?? versions[0];
    const message = useMessage(version, action);
    const error = list.error ?? message.error;
    if (error !== null) {
        return <Failure error={error} retry={() => void message.refetch()} />;
    }
    if (spoken.length === 0) {
        return (
            <EmptyState title="No station that it could be made for">
                Each version of OCPP has its own {action}. Choose a station that has been connected before.
            </EmptyState>
        );
    }
    if (list.messages !== undefined && version === undefined) {
        return (
            <EmptyState title={`There is no ${action} in OCPP ${spoken.join(" and ")}`}>
                Choose another message, or stations that speak another version.
            </EmptyState>
        );
    }
    if (message.data === undefined) {
        return <Skeleton height={160} />;
    }
    const speakers = stations.filter((station) => versionOf(station) === version);
    return (
        <Stack gap="sm">
            <Text size="sm" c="dimmed">
                {message.data.summary}
            </Text>
            {versions.length > 1 && (
                <NativeSelect
                    label="In the words of OCPP"
                    description="Each version has its own form; those that speak another are left out."
                    value={version}
                    onChange={(event) => setWanted(versions.find((each) => each === event.currentTarget.value))}
                    data={[...versions]}
                    maw={320}
                />
            )}
            {speakers.length < stations.length && (
                <Text size="sm" role="status">
                    {stations.length - speakers.length} of {stations.length} stations do not speak OCPP {version} and
                    are left out.
                </Text>
            )}
            <Composer
                key={version}
                command={action}
                schema={message.data.request_schema as Schema}
                stations={speakers}
                given={given}
                isJsonOpen
            />
        </Stack>
    );
}
