import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useCallback, useState } from "react";
import { answered, api } from "../../api/client";
import type { Station } from "../../api/schema";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { Page } from "../../parts/Page";
import { Panel } from "../../parts/Panel";
import { BatchPanel } from "./BatchPanel";
import { CommandPicker } from "./CommandPicker";
import { CommandTabs } from "./CommandTabs";
import { Composer } from "./Composer";
import { useCharges } from "./charges";
import type { Json } from "./form/schema";
import { MessageComposer } from "./MessageComposer";
import { useMessages, versionsOf } from "./messages";
import { isNeutral, NEUTRAL, titleOf } from "./neutral";
import type { SendSearch } from "./routes";
import { SendBar } from "./SendBar";
import { StopForm } from "./StopForm";
import { useBatch } from "./sending";
import { TargetPicker } from "./TargetPicker";
import { useTargets } from "./targets";

const route = getRouteApi("/commands");

/** Sends commands to stations: to whom, what, and how it goes. */
export function CommandsPage(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const batch = useBatch();
    const targets = useTargets(search);
    const stations = targets.stations ?? [];
    const versions = versionsOf(stations);
    const { messages } = useMessages(versions);
    const put = useCallback(
        (change: Partial<SendSearch>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
        [navigate],
    );
    return (
        <Page title="Commands">
            <CommandTabs />
            <Stack gap="md">
                <Panel>
                    <Title order={2} size="h4" mb="xs">
                        To whom
                    </Title>
                    <TargetPicker search={search} targets={targets} put={put} />
                </Panel>
                <Panel>
                    <Title order={2} size="h4" mb="xs">
                        What
                    </Title>
                    <CommandPicker
                        command={search.command}
                        messages={versions.length === 0 ? undefined : messages}
                        choose={(command) => put({ command, repeat: undefined })}
                    />
                </Panel>
                {search.command !== undefined && (
                    <Panel>
                        <Title order={2} size="h4" mb="xs">
                            {titleOf(search.command)}
                        </Title>
                        <Details command={search.command} search={search} stations={stations} />
                    </Panel>
                )}
                {batch !== null && <BatchPanel batch={batch} />}
            </Stack>
        </Page>
    );
}

/** The form of the chosen command. */
function Details({
    command,
    search,
    stations,
}: {
    command: string;
    search: SendSearch;
    stations: readonly Station[];
}): ReactElement | null {
    const { repeat } = search;
    const { data, error, refetch } = useQuery({
        queryKey: ["commands", "one", repeat],
        queryFn: ({ signal }) =>
            answered(api.GET("/api/v1/commands/{number}", { params: { path: { number: repeat ?? 0 } }, signal })),
        enabled: repeat !== undefined,
    });
    if (error !== null) {
        return <Failure error={error} retry={() => void refetch()} />;
    }
    if (repeat !== undefined && data === undefined) {
        return null;
    }
    // Another command, or another one to repeat, begins with a form of its own.
    const key = `${command} ${repeat ?? ""}`;
    const given = data?.name === command ? (data.request as Json) : undefined;
    if (!isNeutral(command)) {
        return <MessageComposer key={key} action={command} stations={stations} given={given} />;
    }
    return (
        <>
            <Text size="sm" c="dimmed" mb="sm">
                {NEUTRAL[command].about}
            </Text>
            {command === "remote-stop" ? (
                <Stopping key={key} stations={stations} />
            ) : (
                <Composer
                    key={key}
                    command={command}
                    schema={NEUTRAL[command].schema}
                    stations={stations}
                    given={given}
                    isJsonOpen={false}
                />
            )}
        </>
    );
}

/** Chooses which charges to stop. */
function Stopping({ stations }: { stations: readonly Station[] }): ReactElement {
    const { data: charges, error, refetch } = useCharges(stations);
    const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
    if (error !== null) {
        return <Failure error={error} retry={() => void refetch()} />;
    }
    if (stations.length === 0) {
        return (
            <EmptyState title="No station is chosen">
                Choose above at which stations you want to stop charges.
            </EmptyState>
        );
    }
    const tasks = (charges ?? [])
        .filter(({ id }) => chosen.has(id))
        .map(({ id, station }) => ({ station, body: { transaction: id }, label: `transaction ${id}` }));
    return (
        <Stack gap="md">
            <StopForm charges={charges} chosen={chosen} choose={setChosen} />
            <SendBar command="remote-stop" tasks={tasks} stations={stations} />
        </Stack>
    );
}
