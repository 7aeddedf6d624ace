import { Button, Center, Code, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, type ReactElement, useEffect, useState } from "react";
import { ApiProblem } from "../api/client";
import { Failure } from "../parts/Failure";
import { useLogIn } from "./session";

/** Asks who is there. */
export function LogIn(): ReactElement {
    const [name, setName] = useState("admin");
    const [password, setPassword] = useState("");
    const logIn = useLogIn();
    useEffect(() => {
        document.title = "Log in · csms";
    }, []);
    const wrong = logIn.error instanceof ApiProblem && logIn.error.status === 401 ? logIn.error.message : undefined;

    function submit(event: FormEvent): void {
        event.preventDefault();
        logIn.mutate({ name, password });
    }

    return (
        <Center component="main" mih="100dvh" p="md">
            <Paper withBorder p="lg" radius="md" w="100%" maw={380} bg="var(--surface)">
                <form onSubmit={submit}>
                    <Stack gap="sm">
                        <Title order={1} size="h3">
                            csms
                        </Title>
                        <TextInput
                            label="Name"
                            name="username"
                            autoComplete="username"
                            required
                            withAsterisk={false}
                            value={name}
                            onChange={(event) => setName(event.currentTarget.value)}
                        />
                        <PasswordInput
                            label="Password"
                            name="password"
                            autoComplete="current-password"
                            required
                            withAsterisk={false}
                            autoFocus
                            visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
                            value={password}
                            onChange={(event) => setPassword(event.currentTarget.value)}
                            error={wrong}
                        />
                        {logIn.error !== null && wrong === undefined && <Failure error={logIn.error} />}
                        <Button type="submit" loading={logIn.isPending}>
                            Log in
                        </Button>
                        <Text size="xs" c="dimmed">
                            The first password is in the file <Code>admin-password</Code> of the server's data folder.
                            Who has lost theirs sets a new one with <Code>csms user password</Code>.
                        </Text>
                    </Stack>
                </form>
            </Paper>
        </Center>
    );
}
