import { ActionIcon, Alert, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { answered, api } from "../../../api/client";
import type { CommandView, Station, Variable } from "../../../api/schema";
import { Failure } from "../../../parts/Failure";
import { formatTime, formatUtc } from "../../../parts/format";
import { StatusBadge } from "../../../parts/StatusBadge";
import { inWords } from "../../../parts/tones";
import { answersIn, limitsOf } from "./names";
import classes from "./Variables.module.css";

/** A variable: its value, and what changes it. */
export function VariableRow({
    station,
    variable,
    name,
    zone,
    isWaiting,
}: {
    station: Station;
    variable: Variable;
    name: string;
    zone: string;
    isWaiting: boolean;
}): ReactElement {
    const [isEdited, setIsEdited] = useState(false);
    const [result, setResult] = useState<CommandView | null>(null);
    const { unit } = limitsOf(variable);
    const isFixed = variable.mutability === "ReadOnly";
    return (
        <li className={classes["variable"]}>
            <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
                <div className={classes["words"]}>
                    <div className={classes["name"]}>{name}</div>
                    <div
                        className={classes["value"]}
                        title={`Told ${formatTime(variable.reported_at, zone)} (${formatUtc(variable.reported_at)})`}
                    >
                        {variable.value === null ? (
                            <Text span size="sm" c="dimmed">
                                {variable.mutability === "WriteOnly" ? "Not told" : "No value"}
                            </Text>
                        ) : variable.value === "" ? (
                            <Text span size="sm" c="dimmed">
                                Empty
                            </Text>
                        ) : (
                            variable.value
                        )}
                        {unit !== null && variable.value !== null && ` ${unit}`}
                    </div>
                    {isWaiting && <StatusBadge tone="waiting">Reboot required</StatusBadge>}
                </div>
                {isFixed ? (
                    <Text size="xs" c="dimmed">
                        Read-only
                    </Text>
                ) : (
                    !isEdited && (
                        <ActionIcon
                            variant="subtle"
                            aria-label={`Change ${name}`}
                            title={station.is_connected ? `Change ${name}` : "The station is offline"}
                            disabled={!station.is_connected}
                            onClick={() => {
                                setResult(null);
                                setIsEdited(true);
                            }}
                        >
                            <IconPencil size={16} aria-hidden />
                        </ActionIcon>
                    )
                )}
            </Group>
            {isEdited && (
                <Editor
                    station={station}
                    variable={variable}
                    name={name}
                    close={(told) => {
                        setResult(told);
                        setIsEdited(false);
                    }}
                />
            )}
            {result !== null && <Result command={result} name={name} close={() => setResult(null)} />}
        </li>
    );
}

function Editor({
    station: { identity },
    variable,
    name,
    close,
}: {
    station: Station;
    variable: Variable;
    name: string;
    close(told: CommandView | null): void;
}): ReactElement {
    const client = useQueryClient();
    const [value, setValue] = useState(variable.value ?? "");
    const { choices, unit, bounds } = limitsOf(variable);
    const set = useMutation({
        mutationFn: () =>
            answered(
                api.POST("/api/v1/stations/{identity}/commands/set-configuration", {
                    params: { path: { identity } },
                    body: { values: { [name]: value } },
                }),
            ),
        onSuccess: (told) => {
            void client.invalidateQueries({ queryKey: ["stations", "variables", identity] });
            void client.invalidateQueries({ queryKey: ["commands", "set-configuration", identity] });
            close(told);
        },
    });
    const hint = [unit === null ? null : `In ${unit}`, bounds].filter((part) => part !== null).join(", ");
    const field = {
        size: "xs",
        "aria-label": `New value of ${name}`,
        "data-autofocus": true,
        autoFocus: true,
        ...(hint === "" ? {} : { description: hint }),
    } as const;
    return (
        <form
            onSubmit={(event: FormEvent) => {
                event.preventDefault();
                set.mutate();
            }}
        >
            <Stack gap="xs" mt="xs">
                {choices === null ? (
                    <TextInput
                        {...field}
                        value={value}
                        onChange={({ currentTarget }) => setValue(currentTarget.value)}
                    />
                ) : (
                    <Select {...field} data={choices} value={value} onChange={(chosen) => setValue(chosen ?? value)} />
                )}
                {set.error !== null && <Failure error={set.error} />}
                <Group gap="xs">
                    <Button type="submit" size="xs" loading={set.isPending}>
                        Set
                    </Button>
                    <Button size="xs" variant="default" onClick={() => close(null)}>
                        Cancel
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

/** What the station has answered. */
function Result({ command, name, close }: { command: CommandView; name: string; close(): void }): ReactElement {
    const said = answersIn(command).get(name);
    const isGood = command.outcome === "accepted";
    return (
        <Alert
            mt="xs"
            p="xs"
            role="status"
            variant="outline"
            color={isGood ? "green" : "red"}
            withCloseButton
            closeButtonLabel="Close the answer"
            onClose={close}
        >
            <Text size="sm">
                The station's answer: <strong>{said ?? command.detail ?? inWords(command.outcome)}</strong>
            </Text>
            {!isGood && (
                <Text size="sm" c="dimmed">
                    {ADVICE[command.outcome]}
                </Text>
            )}
        </Alert>
    );
}

const ADVICE: Partial<Record<CommandView["outcome"], string>> = {
    rejected: "The value stays as it was. Look at the limits of the variable in the maker's manual.",
    not_supported: "The station does not know this variable.",
    timed_out: "It may have taken the value: read the configuration anew.",
    offline: "It is not connected: try again when it is back.",
    failed: "Try again; the frames show what was said.",
    pending: "It has not answered yet: the value changes here when it does.",
};
