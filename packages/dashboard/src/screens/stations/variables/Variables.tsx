import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconRefresh, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answered, api, given } from "../../../api/client";
import type { Station } from "../../../api/schema";
import { useRefreshOn } from "../../../api/useLive";
import { CursorPager } from "../../../parts/CursorPager";
import { EmptyState } from "../../../parts/EmptyState";
import { Failure } from "../../../parts/Failure";
import { ButtonLink } from "../../../parts/links";
import { notifyDone, notifyProblem } from "../../../parts/notify";
import { Stale } from "../../../parts/Stale";
import { usePages } from "../../../parts/usePages";
import { nameOf, waitForReboot } from "./names";
import { VariableRow } from "./VariableRow";
import classes from "./Variables.module.css";

const SEARCH_MS = 300;

/** The variables of a station: to find, to read again, and to change. */
export function Variables({ station, zone }: { station: Station; zone: string }): ReactElement {
    const { identity } = station;
    const client = useQueryClient();
    const [typed, setTyped] = useState("");
    const [search] = useDebouncedValue(typed.trim(), SEARCH_MS);
    const key = ["stations", "variables", identity];
    const pages = usePages([...key, search], (cursor, signal) =>
        answered(
            api.GET("/api/v1/stations/{identity}/variables", {
                params: { path: { identity }, query: given({ search: search || undefined, cursor }) },
                signal,
            }),
        ),
    );
    useRefreshOn(["command.finished", "station.booted"], key, (event) => event.data.station === identity);
    const waiting = useReboots(station);
    const readAll = useMutation({
        mutationFn: () =>
            answered(
                api.POST("/api/v1/stations/{identity}/commands/get-configuration", {
                    params: { path: { identity } },
                    body: {},
                }),
            ),
        onSuccess: ({ outcome, detail }) => {
            void client.invalidateQueries({ queryKey: key });
            if (outcome === "accepted") {
                notifyDone(detail ?? "The configuration was read");
            } else {
                notifyProblem(new Error(`${identity} has not told its configuration: ${detail ?? outcome}`));
            }
        },
        onError: notifyProblem,
    });
    return (
        <Stack gap="sm">
            <Group gap="xs" wrap="nowrap">
                <TextInput
                    size="xs"
                    aria-label="Search the configuration"
                    placeholder="Name or value"
                    leftSection={<IconSearch size={14} aria-hidden />}
                    value={typed}
                    onChange={({ currentTarget }) => setTyped(currentTarget.value)}
                    flex={1}
                />
                <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconRefresh size={14} aria-hidden />}
                    loading={readAll.isPending}
                    disabled={!station.is_connected}
                    onClick={() => readAll.mutate()}
                >
                    Read anew
                </Button>
            </Group>
            {waiting.size > 0 && (
                <Alert color="yellow" variant="outline" p="xs">
                    <Stack gap="xs" align="flex-start">
                        <Text size="sm" fw={600}>
                            Reboot required
                        </Text>
                        <Text size="sm">
                            {[...waiting].join(", ")} {waiting.size === 1 ? "takes" : "take"} effect when the station
                            has booted.
                        </Text>
                        <ButtonLink
                            to="/commands"
                            search={{ station: [identity], command: "reset" }}
                            size="xs"
                            variant="default"
                        >
                            Restart it
                        </ButtonLink>
                    </Stack>
                </Alert>
            )}
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : pages.items?.length === 0 ? (
                <EmptyState title={search === "" ? "Nothing is known of its configuration" : "No such variable"}>
                    {search === ""
                        ? "A station is asked for it when it first comes. Read it anew while it is online."
                        : "Try a part of the name, of its component or of the value."}
                </EmptyState>
            ) : (
                <Stale isStale={pages.isStale}>
                    <ul className={classes["list"]} aria-label="Configuration">
                        {pages.items?.map((each) => {
                            const name = nameOf(each);
                            return (
                                <VariableRow
                                    key={name}
                                    station={station}
                                    variable={each}
                                    name={name}
                                    zone={zone}
                                    isWaiting={waiting.has(name)}
                                />
                            );
                        })}
                    </ul>
                </Stale>
            )}
            <CursorPager pages={pages} noun="variable" />
        </Stack>
    );
}

/** What waits for a reboot, from what the station has answered. */
function useReboots({ identity, booted_at }: Station): Set<string> {
    const key = ["commands", "set-configuration", identity];
    const { data } = useQuery({
        queryKey: key,
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations/{identity}/commands", {
                    params: { path: { identity }, query: { name: "set-configuration" } },
                    signal,
                }),
            ),
    });
    useRefreshOn(["command.finished"], key, (event) => event.data.station === identity);
    return waitForReboot(data?.items ?? [], booted_at);
}
