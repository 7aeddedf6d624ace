import { Button, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { ApiProblem, answered, api, given } from "../../api/client";
import type { ApiKey, NewApiKey } from "../../api/schema";
import { CopyButton } from "../../parts/CopyButton";
import { CursorPager } from "../../parts/CursorPager";
import { confirm } from "../../parts/confirm";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { Panel } from "../../parts/Panel";
import { Time } from "../../parts/Time";
import { usePages } from "../../parts/usePages";
import classes from "./KeyPanel.module.css";

const KEY = ["api-keys"];
/** The key that the commands of the server's machine use. */
const COMMAND_LINE = "cli";

/** The keys that programs use the API with. */
export function KeyPanel(): ReactElement {
    const client = useQueryClient();
    const [isMaking, making] = useDisclosure(false);
    const pages = usePages([...KEY, "list"], (cursor, signal) =>
        answered(api.GET("/api/v1/api-keys", { params: { query: given({ cursor }) }, signal })),
    );
    const remove = useMutation({
        mutationFn: (key: ApiKey) =>
            answered(api.DELETE("/api/v1/api-keys/{number}", { params: { path: { number: key.id } } })),
        onSuccess: (_, key) => notifyDone(`The key ${key.name} opens nothing any more`),
        onError: notifyProblem,
        onSettled: () => client.invalidateQueries({ queryKey: KEY }),
    });
    const columns: Column<ApiKey>[] = [
        { title: "Name", cell: (key) => key.name },
        { title: "Begins with", cell: (key) => <code className={classes["code"]}>{key.prefix}…</code> },
        { title: "Made", cell: (key) => <Time at={key.created_at} /> },
        { title: "Last used", cell: (key) => <Time at={key.last_used_at} missing="Never" /> },
        {
            title: "Delete",
            align: "right",
            isAside: true,
            cell: (key) => (
                <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Delete ${key.name}`}
                    leftSection={<IconTrash size={14} aria-hidden />}
                    onClick={() => void ask(key).then((isWanted) => isWanted && remove.mutate(key))}
                >
                    Delete
                </Button>
            ),
        },
    ];
    return (
        <Panel>
            <Group justify="space-between" mb="xs">
                <Title order={2} size="h4">
                    API keys
                </Title>
                <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={making.open}>
                    Make a key
                </Button>
            </Group>
            {pages.error ? (
                <Failure error={pages.error} retry={pages.retry} />
            ) : (
                <DataTable
                    label="API keys"
                    columns={columns}
                    rows={pages.items}
                    rowKey={(key) => key.id}
                    empty={
                        <EmptyState title="No API keys">A program needs one to use the API: make it here.</EmptyState>
                    }
                />
            )}
            <CursorPager pages={pages} noun="key" />
            <MakeKey isOpen={isMaking} close={making.close} />
        </Panel>
    );
}

function ask(key: ApiKey): Promise<boolean> {
    return confirm({
        title: `Delete the key ${key.name}?`,
        effect:
            key.name === COMMAND_LINE
                ? "The commands of csms on the server's machine use it: they are refused until the server is started anew."
                : "Programs that use it are refused at once. It cannot be taken back.",
        action: "Delete the key",
    });
}

/** Asks for a name, and shows the key that was made, this once. */
function MakeKey({ isOpen, close }: { isOpen: boolean; close(): void }): ReactElement {
    const client = useQueryClient();
    const [name, setName] = useState("");
    const make = useMutation({
        mutationFn: () => answered(api.POST("/api/v1/api-keys", { body: { name } })),
        onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
    });
    const end = () => {
        close();
        setName("");
        make.reset();
    };
    const { error } = make;
    const told =
        error instanceof ApiProblem
            ? (error.faultAt("body.name") ?? (error.status === 409 ? error.detail : undefined))
            : undefined;
    return (
        <Modal
            opened={isOpen}
            onClose={end}
            title={make.data === undefined ? "Make a key" : `The key ${make.data.name}`}
            closeOnClickOutside={make.data === undefined}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            {make.data === undefined ? (
                <form
                    onSubmit={(event) => {
                        event.preventDefault();
                        make.mutate();
                    }}
                >
                    <Stack gap="sm">
                        <TextInput
                            label="Name"
                            description="What it is for, so that you know it again."
                            placeholder="Billing"
                            data-autofocus
                            required
                            maxLength={100}
                            error={told}
                            value={name}
                            onChange={(event) => setName(event.currentTarget.value)}
                        />
                        {error !== null && told === undefined && <Failure error={error} />}
                        <Group justify="flex-end">
                            <Button type="submit" loading={make.isPending}>
                                Make it
                            </Button>
                        </Group>
                    </Stack>
                </form>
            ) : (
                <Made made={make.data} done={end} />
            )}
        </Modal>
    );
}

function Made({ made, done }: { made: NewApiKey; done(): void }): ReactElement {
    return (
        <Stack gap="sm">
            <Text size="sm">Copy it now: it is shown this once, and nobody can read it again.</Text>
            <code className={classes["key"]}>{made.key}</code>
            <Text size="sm" c="dimmed">
                A program sends it with each request, in the header <code>Authorization: Bearer KEY</code>.
            </Text>
            <Group justify="space-between">
                <CopyButton text={made.key} label="Copy the key" />
                <Button size="xs" onClick={done}>
                    I have it
                </Button>
            </Group>
        </Stack>
    );
}
