import { Alert, Button, Code, FileInput, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconFileText } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import { Failure } from "../../parts/Failure";
import { useIsPhone } from "../../parts/useIsPhone";
import { type LineFault, readTokens, TITLES, type TokenFile, type TokenLine } from "./tokenFile";

const AT_ONCE = 4;
const MOST_SHOWN = 50;

interface Outcome {
    added: number;
    changed: number;
    refused: LineFault[];
}

/** Registers the tokens of a file; nothing is sent if a line of it is wrong. */
export function ImportDialog({ close }: { close(): void }): ReactElement {
    const isPhone = useIsPhone();
    const client = useQueryClient();
    const [file, setFile] = useState<TokenFile | null>(null);
    const [unreadable, setUnreadable] = useState<string | null>(null);
    const [sent, setSent] = useState(0);
    const send = useMutation({
        mutationFn: (lines: readonly TokenLine[]) => sendAll(lines, setSent),
        onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
    });

    async function choose(chosen: File | null): Promise<void> {
        setFile(null);
        setUnreadable(null);
        send.reset();
        setSent(0);
        if (chosen === null) {
            return;
        }
        try {
            setFile(readTokens(new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer())));
        } catch {
            setUnreadable("It is no text in UTF-8: save it as CSV UTF-8");
        }
    }

    const isReady = file !== null && file.faults.length === 0;
    return (
        <Modal
            opened
            onClose={close}
            title="Import tokens"
            size="lg"
            fullScreen={isPhone}
            closeOnClickOutside={!send.isPending}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            <Stack gap="sm">
                <FileInput
                    label="CSV file"
                    description="UTF-8, with a line of titles; commas or semicolons separate"
                    placeholder="Choose a file"
                    accept=".csv,text/csv,text/plain"
                    leftSection={<IconFileText size={16} aria-hidden />}
                    disabled={send.isPending}
                    onChange={(chosen) => void choose(chosen)}
                    error={unreadable}
                />
                <Text size="sm" c="dimmed">
                    The titles are <Code>id_token</Code> and any of{" "}
                    {TITLES.slice(1).map((title, index) => (
                        <span key={title}>
                            {index > 0 && ", "}
                            <Code>{title}</Code>
                        </span>
                    ))}
                    ; several stations have blanks between them. An export has all of them. Of tokens that are
                    registered already, all is replaced.
                </Text>
                {file !== null && file.faults.length > 0 && (
                    <Faults title="The file is not right; nothing is sent" faults={file.faults} />
                )}
                {isReady && !send.isSuccess && !send.isPending && (
                    <Text size="sm" fw={600}>
                        {countOf(file.lines.length)} to be registered
                    </Text>
                )}
                {send.isPending && file !== null && (
                    <Progress
                        value={(100 * sent) / file.lines.length}
                        aria-label={`${sent} of ${countOf(file.lines.length)} sent`}
                    />
                )}
                {send.error !== null && <Failure error={send.error} />}
                {send.data !== undefined && <Told outcome={send.data} />}
                <Group justify="flex-end" gap="xs">
                    {send.isSuccess ? (
                        <Button onClick={close}>Done</Button>
                    ) : (
                        <>
                            <Button variant="default" onClick={close}>
                                Cancel
                            </Button>
                            <Button
                                disabled={!isReady}
                                loading={send.isPending}
                                onClick={() => send.mutate(file?.lines ?? [])}
                            >
                                Import
                            </Button>
                        </>
                    )}
                </Group>
            </Stack>
        </Modal>
    );
}

function Told({ outcome }: { outcome: Outcome }): ReactElement {
    return (
        <>
            <Alert color="green" variant="outline" icon={<IconCircleCheck aria-hidden />} role="status">
                <Text size="sm">
                    {countOf(outcome.added)} new, {outcome.changed} known before and replaced
                </Text>
            </Alert>
            {outcome.refused.length > 0 && <Faults title="The server refuses" faults={outcome.refused} />}
        </>
    );
}

function Faults({ title, faults }: { title: string; faults: readonly LineFault[] }): ReactElement {
    return (
        <Alert role="alert" color="red" variant="outline" title={title} icon={<IconAlertTriangle aria-hidden />}>
            <Stack gap={2}>
                {faults.slice(0, MOST_SHOWN).map(({ line, message }) => (
                    <Text key={`${line} ${message}`} size="sm">
                        Line {line}: {message}
                    </Text>
                ))}
                {faults.length > MOST_SHOWN && <Text size="sm">and {faults.length - MOST_SHOWN} more</Text>}
            </Stack>
        </Alert>
    );
}

function countOf(count: number): string {
    return count === 1 ? "1 token" : `${count} tokens`;
}

/** Sends all lines, a few at once. Throws what is wrong with the server; what it has against a line is noted. */
async function sendAll(lines: readonly TokenLine[], tell: (sent: number) => void): Promise<Outcome> {
    const outcome: Outcome = { added: 0, changed: 0, refused: [] };
    let next = 0;
    let sent = 0;
    async function sendSome(): Promise<void> {
        for (let each = lines[next]; each !== undefined; each = lines[next]) {
            next += 1;
            await sendLine(each, outcome);
            sent += 1;
            tell(sent);
        }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
    outcome.refused.sort((a, b) => a.line - b.line);
    return outcome;
}

async function sendLine({ line, idToken, body }: TokenLine, outcome: Outcome): Promise<void> {
    try {
        const call = api.PUT("/api/v1/tokens/{id_token}", { params: { path: { id_token: idToken } }, body });
        await answered(call);
        if ((await call).response.status === 201) {
            outcome.added += 1;
        } else {
            outcome.changed += 1;
        }
    } catch (error) {
        if (!(error instanceof ApiProblem) || (error.status !== 400 && error.status !== 422)) {
            throw error;
        }
        const told = error.faults.map((fault) => fault.message).join("; ") || error.message;
        outcome.refused.push({ line, message: `${idToken}: ${told}` });
    }
}
