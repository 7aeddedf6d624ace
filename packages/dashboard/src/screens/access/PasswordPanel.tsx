import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { PasswordChange } from "../../api/schema";
import { useSession } from "../../app/session";
import { confirm } from "../../parts/confirm";
import { Failure } from "../../parts/Failure";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { Panel } from "../../parts/Panel";

const SHORTEST = 8;

/** The password of who has logged in, and their other logins. */
export function PasswordPanel(): ReactElement {
    const session = useSession();
    const [old, setOld] = useState("");
    const [wanted, setWanted] = useState("");
    const [again, setAgain] = useState("");
    const [isTried, setIsTried] = useState(false);
    const change = useMutation({
        mutationFn: changePassword,
        onSuccess: () => {
            setOld("");
            setWanted("");
            setAgain("");
            setIsTried(false);
            notifyDone("The password is changed. Your other logins have ended.");
        },
    });
    const endOthers = useMutation({
        mutationFn: () => answered(api.POST("/api/v1/me/logout-others")),
        onSuccess: () => notifyDone("Your other logins have ended"),
        onError: notifyProblem,
    });
    const wrong = isTried ? faultsOf(wanted, again) : {};
    const error = change.error instanceof ApiProblem ? change.error : null;
    const oldFault = error?.faultAt("body.old");
    const newFault = wrong.wanted ?? error?.faultAt("body.new");

    function submit(event: FormEvent): void {
        event.preventDefault();
        setIsTried(true);
        if (Object.keys(faultsOf(wanted, again)).length === 0) {
            change.mutate({ old, new: wanted });
        }
    }

    return (
        <Panel>
            <Title order={2} size="h4" mb="xs">
                Password
            </Title>
            <form onSubmit={submit}>
                {/* So that a password manager knows whose it is. */}
                <input type="hidden" name="username" autoComplete="username" value={session.data?.name ?? ""} />
                <Stack gap="sm">
                    <PasswordInput
                        label="Current password"
                        autoComplete="current-password"
                        required
                        error={oldFault}
                        value={old}
                        onChange={(event) => setOld(event.currentTarget.value)}
                    />
                    <PasswordInput
                        label="New password"
                        description={`At least ${SHORTEST} characters.`}
                        autoComplete="new-password"
                        required
                        error={newFault}
                        value={wanted}
                        onChange={(event) => setWanted(event.currentTarget.value)}
                    />
                    <PasswordInput
                        label="New password once more"
                        autoComplete="new-password"
                        required
                        error={wrong.again}
                        value={again}
                        onChange={(event) => setAgain(event.currentTarget.value)}
                    />
                    {change.error !== null && oldFault === undefined && newFault === undefined && (
                        <Failure error={change.error} />
                    )}
                    <Group>
                        <Button type="submit" loading={change.isPending}>
                            Change the password
                        </Button>
                    </Group>
                </Stack>
            </form>
            <Title order={3} size="h5" mt="lg" mb={4}>
                Other logins
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
                You are logged in as {session.data?.name}. A login ends by itself after 12 hours, and with a new
                password.
            </Text>
            <Button
                size="xs"
                variant="default"
                loading={endOthers.isPending}
                onClick={() =>
                    void confirm({
                        title: "Log out everywhere else?",
                        effect: "All other browsers in which you have logged in ask for the password again. This one does not.",
                        action: "Log out everywhere else",
                    }).then((isWanted) => isWanted && endOthers.mutate())
                }
            >
                Log out everywhere else
            </Button>
        </Panel>
    );
}

/** A wrong password is a mistake in this form; the login goes on. */
async function changePassword(body: PasswordChange): Promise<void> {
    try {
        await answered(api.PUT("/api/v1/me/password", { body }));
    } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) {
            throw new ApiProblem(422, {
                title: "Unprocessable Content",
                errors: [{ place: "body.old", message: "This is not your password" }],
            });
        }
        throw error;
    }
}

function faultsOf(wanted: string, again: string): { wanted?: string; again?: string } {
    if ([...wanted].length < SHORTEST) {
        return { wanted: `It has to have at least ${SHORTEST} characters` };
    }
    return again === wanted ? {} : { again: "The two are not the same" };
}
