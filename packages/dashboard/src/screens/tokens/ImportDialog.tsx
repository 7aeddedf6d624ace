import { Alert, Button, Code, FileInput, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconFileText } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { ImportedTokens } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { ownZone } from "../../parts/format";
import { useIsPhone } from "../../parts/useIsPhone";
import { faultsOf, type LineFault, TITLES, textOf } from "./tokenFile";

/** Registers the tokens of a file: all of them, or none if one of its lines is wrong. */
export function ImportDialog({ close }: { close(): void }): ReactElement {
    const isPhone = useIsPhone();
    const client = useQueryClient();
    const [file, setFile] = useState<File | null>(null);
    const send = useMutation({
        mutationFn: async (chosen: File) => {
            const csv = await textOf(chosen);
            return answered(api.POST("/api/v1/tokens/import", { body: { csv, time_zone: ownZone() } }));
        },
        onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }),
        onError: (error) => {
            // What is put right is chosen again, and may have the same name; else it can be sent again as it is.
            if (!(error instanceof ApiProblem && error.isPassing)) {
                setFile(null);
            }
        },
    });
    const faults = faultsOf(send.error);

    function choose(chosen: File | null): void {
        send.reset();
        setFile(chosen);
    }

    return (
        <Modal
            opened
            onClose={close}
            title="Import tokens"
            size="lg"
            fullScreen={isPhone}
            closeOnClickOutside={!send.isPending}
            closeOnEscape={!send.isPending}
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
                    value={file}
                    onChange={choose}
                />
                <Text size="sm" c="dimmed">
                    The titles are <Code>id_token</Code> and any of{" "}
                    {TITLES.map((title, index) => (
                        <span key={title}>
                            {index > 0 && ", "}
                            <Code>{title}</Code>
                        </span>
                    ))}
                    ; several stations have blanks between them, and times without a zone are those of {ownZone()}. An
                    export has all of them. Of tokens that are registered already, all is replaced.
                </Text>
                {send.isPending && (
                    <Stack gap={4} role="status">
                        <Text size="sm">The tokens are being registered, all or none</Text>
                        <Progress value={100} animated aria-label="Being registered" />
                    </Stack>
                )}
                {faults.length > 0 ? (
                    <Faults name={send.variables?.name ?? ""} faults={faults} detail={send.error?.message ?? ""} />
                ) : (
                    send.error !== null && <Failure error={send.error} />
                )}
                {send.data !== undefined && <Told imported={send.data} />}
                <Group justify="flex-end" gap="xs">
                    {send.isSuccess ? (
                        <Button onClick={close}>Done</Button>
                    ) : (
                        <>
                            <Button variant="default" disabled={send.isPending} onClick={close}>
                                Cancel
                            </Button>
                            <Button
                                disabled={file === null}
                                loading={send.isPending}
                                onClick={() => file !== null && send.mutate(file)}
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

function Told({ imported }: { imported: ImportedTokens }): ReactElement {
    return (
        <Alert color="green" variant="outline" icon={<IconCircleCheck aria-hidden />} role="status">
            <Text size="sm">
                {imported.new + imported.changed === 0
                    ? "There is no token below the titles of the file"
                    : `${imported.new === 1 ? "1 token" : `${imported.new} tokens`} new, ${imported.changed} known before and replaced`}
            </Text>
        </Alert>
    );
}

/** What is wrong, line by line; the file is put right and chosen again. */
function Faults({
    name,
    faults,
    detail,
}: {
    name: string;
    faults: readonly LineFault[];
    detail: string;
}): ReactElement {
    return (
        <Alert
            role="alert"
            color="red"
            variant="outline"
            title={`Nothing of ${name} was imported`}
            icon={<IconAlertTriangle aria-hidden />}
        >
            <Stack gap={2}>
                <Text size="sm">{detail}. Put them right in the file, and choose it again.</Text>
                {faults.map(({ line, message }) => (
                    <Text key={`${line} ${message}`} size="sm">
                        {line === 0 ? "The file" : `Line ${line}`}: {message}
                    </Text>
                ))}
            </Stack>
        </Alert>
    );
}
