import { Button, Group, PasswordInput, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { Decided, Entry, Station } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { SiteSelect } from "../../parts/sites/SiteSelect";
import {
    acceptanceOf,
    type Choices,
    faultOfPassword,
    firstChoices,
    type PasswordChoice,
    PROFILES,
    wantsPassword,
} from "./acceptance";
import { titleOf } from "./causes";
import { Notice } from "./Notice";

/**
 * How a station is let in: site, security profile and password at once.
 *
 * @param station what is known of it; null: nothing yet.
 */
export function AcceptForm({
    entry,
    station,
    cancel,
    done,
}: {
    entry: Entry;
    station: Station | null;
    cancel(): void;
    done(decided: Decided): void;
}): ReactElement {
    const client = useQueryClient();
    const [choices, setChoices] = useState(() => firstChoices(station, entry.cause === "password_wrong"));
    const [isChecked, setIsChecked] = useState(false);
    const change = (changed: Partial<Choices>): void => setChoices((old) => ({ ...old, ...changed }));
    const accept = useMutation({
        mutationFn: () =>
            answered(
                api.POST("/api/v1/inbox/{number}/accept", {
                    params: { path: { number: entry.id } },
                    body: acceptanceOf(choices, station),
                }),
            ),
        onSuccess: (decided) => {
            done(decided);
            void client.invalidateQueries({ queryKey: ["inbox"] });
            void client.invalidateQueries({ queryKey: ["stations"] });
        },
    });

    function submit(event: FormEvent): void {
        event.preventDefault();
        setIsChecked(true);
        if (faultOfPassword(choices) === null) {
            accept.mutate();
        }
    }

    const isLinkLost = station?.is_connected === true && choices.profile > 0 && station.security_profile === 0;
    return (
        <form onSubmit={submit} noValidate>
            <Stack gap="sm">
                <Text size="sm" c="dimmed">
                    {titleOf(entry.cause)}: {entry.text}
                </Text>
                <SiteSelect site={choices.site} setSite={(site) => change({ site })} />
                <Select
                    label="Security profile"
                    description={PROFILES[choices.profile]?.says}
                    inputWrapperOrder={["label", "input", "description", "error"]}
                    data={PROFILES.map(({ value, label }) => ({ value, label }))}
                    allowDeselect={false}
                    value={String(choices.profile)}
                    onChange={(value) => change({ profile: Number(value) })}
                />
                {wantsPassword(choices.profile) && (
                    <PasswordFields
                        choices={choices}
                        change={change}
                        hasOne={station?.has_password === true}
                        fault={(isChecked ? faultOfPassword(choices) : null) ?? faultAt(accept.error, "body.password")}
                    />
                )}
                {isLinkLost && (
                    <Notice>
                        <Text size="sm">
                            The charger is connected without this: its link is closed, and it comes in again when it has
                            been set up so.
                        </Text>
                    </Notice>
                )}
                <TextInput
                    label="Note"
                    placeholder="Where it stands, whom to call"
                    maxLength={2000}
                    value={choices.note}
                    onChange={(event) => change({ note: event.currentTarget.value })}
                />
                {accept.error !== null && <Failure error={accept.error} />}
                <Group justify="flex-end" gap="xs">
                    <Button variant="default" onClick={cancel}>
                        Cancel
                    </Button>
                    <Button type="submit" loading={accept.isPending}>
                        Accept
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

function PasswordFields({
    choices,
    change,
    hasOne,
    fault,
}: {
    choices: Choices;
    change(changed: Partial<Choices>): void;
    hasOne: boolean;
    fault: string | null | undefined;
}): ReactElement {
    const label = useId();
    return (
        <Stack gap={4}>
            <Text size="sm" fw={600} id={label}>
                Password
            </Text>
            <SegmentedControl
                aria-labelledby={label}
                size="xs"
                data={[
                    ...(hasOne ? [{ value: "keep", label: "Keep" }] : []),
                    { value: "generate", label: "Make a new one" },
                    { value: "type", label: "Type it" },
                ]}
                value={choices.password}
                onChange={(value) => change({ password: value as PasswordChoice })}
            />
            {choices.password === "type" ? (
                <PasswordInput
                    aria-label="The charger's password"
                    placeholder="The password that the charger has"
                    autoComplete="off"
                    visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
                    value={choices.typed}
                    onChange={(event) => change({ typed: event.currentTarget.value })}
                    error={fault}
                />
            ) : (
                <Text size="xs" c="dimmed">
                    {choices.password === "generate"
                        ? "It is shown once, after this, to be typed into the charger."
                        : "The one that is set stays."}
                </Text>
            )}
        </Stack>
    );
}

function faultAt(error: Error | null, place: string): string | undefined {
    return error instanceof ApiProblem ? error.faultAt(place) : undefined;
}
