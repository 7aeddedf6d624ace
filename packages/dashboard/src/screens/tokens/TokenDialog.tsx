import {
    Autocomplete,
    Button,
    Checkbox,
    Group,
    Modal,
    NumberInput,
    SimpleGrid,
    Stack,
    TagsInput,
    Textarea,
    TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { RegisteredToken, TokenRequest } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { ownZone } from "../../parts/format";
import { notifyDone } from "../../parts/notify";
import { useIsPhone } from "../../parts/useIsPhone";
import { fromField, toField } from "./times";

const TYPES = [
    "ISO14443",
    "ISO15693",
    "eMAID",
    "Central",
    "KeyCode",
    "Local",
    "MacAddress",
    "EVCCID",
    "VIN",
    "DirectPayment",
];
const MOST_SUGGESTED = 20;
const PAUSE_MS = 150;

/** What the form shows at first: a token that is registered, or the text of one that is not. */
export type Draft = RegisteredToken | { id_token: string };

interface Fields {
    idToken: string;
    type: string;
    group: string;
    isBlocked: boolean;
    expires: string;
    limit: number | string;
    stations: string[];
    note: string;
}

/** Registers a token, or changes one. */
export function TokenDialog({ draft, close }: { draft: Draft; close(): void }): ReactElement {
    const isPhone = useIsPhone();
    const isNew = !("type" in draft);
    return (
        <Modal
            opened
            onClose={close}
            title={isNew ? "Add a token" : `Token ${draft.id_token}`}
            size="lg"
            fullScreen={isPhone}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            <TokenForm draft={draft} isNew={isNew} close={close} />
        </Modal>
    );
}

function TokenForm({ draft, isNew, close }: { draft: Draft; isNew: boolean; close(): void }): ReactElement {
    const client = useQueryClient();
    const [fields, setFields] = useState(() => fieldsOf(draft));
    const change = (changed: Partial<Fields>): void => setFields((old) => ({ ...old, ...changed }));
    const idToken = fields.idToken.trim();
    const save = useMutation({
        mutationFn: async () => {
            if (isNew && (await isRegistered(idToken))) {
                throw new ApiProblem(409, {
                    title: "It is registered already",
                    detail: `There is a token ${idToken}. Search for it in the list, and change it there.`,
                });
            }
            return answered(
                api.PUT("/api/v1/tokens/{id_token}", {
                    params: { path: { id_token: idToken } },
                    body: bodyOf(fields),
                }),
            );
        },
        onSuccess: () => {
            notifyDone(isNew ? `${idToken} is registered` : `${idToken} is changed`);
            void client.invalidateQueries({ queryKey: ["tokens"] });
            close();
        },
    });
    const faultAt = (field: string): string | undefined =>
        save.error instanceof ApiProblem ? save.error.faultAt(field) : undefined;

    function submit(event: FormEvent): void {
        event.preventDefault();
        save.mutate();
    }

    return (
        <form onSubmit={submit}>
            <Stack gap="sm">
                <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
                    <TextInput
                        label="Token"
                        description="As the card sends it, in any letter case"
                        required
                        readOnly={!isNew}
                        {...(isNew && idToken === "" ? { "data-autofocus": true } : {})}
                        pattern="[^\/?#]+"
                        title="It has no /, ? or #"
                        maxLength={255}
                        spellCheck={false}
                        autoComplete="off"
                        value={fields.idToken}
                        onChange={(event) => change({ idToken: event.currentTarget.value })}
                        error={faultAt("path.id_token")}
                    />
                    <Autocomplete
                        label="Type"
                        description="ISO14443 is an ordinary RFID card"
                        required
                        maxLength={255}
                        data={TYPES}
                        value={fields.type}
                        onChange={(type) => change({ type })}
                        error={faultAt("body.type")}
                    />
                    <TextInput
                        label="Group"
                        description="Its tokens may end each other's charges"
                        maxLength={255}
                        value={fields.group}
                        onChange={(event) => change({ group: event.currentTarget.value })}
                        error={faultAt("body.group")}
                    />
                    <TextInput
                        label="Expires"
                        description={`It may charge until then (${ownZone()})`}
                        type="datetime-local"
                        value={fields.expires}
                        onChange={(event) => change({ expires: event.currentTarget.value })}
                        error={faultAt("body.expires_at")}
                    />
                    <NumberInput
                        label="Charges at once"
                        description="At the same time; empty: any number"
                        min={1}
                        max={1_000_000}
                        allowDecimal={false}
                        hideControls
                        value={fields.limit}
                        onChange={(limit) => change({ limit })}
                        error={faultAt("body.concurrent_limit")}
                    />
                    <StationsInput
                        stations={fields.stations}
                        setStations={(stations) => change({ stations })}
                        fault={faultAt("body.stations")}
                    />
                </SimpleGrid>
                <Textarea
                    label="Note"
                    placeholder="Whose it is"
                    autosize
                    minRows={1}
                    maxRows={4}
                    maxLength={2000}
                    value={fields.note}
                    onChange={(event) => change({ note: event.currentTarget.value })}
                    error={faultAt("body.note")}
                />
                <Checkbox
                    label="Blocked: it may not charge"
                    checked={fields.isBlocked}
                    onChange={(event) => change({ isBlocked: event.currentTarget.checked })}
                />
                {save.error !== null && <Failure error={save.error} />}
                <Group justify="flex-end" gap="xs">
                    <Button variant="default" onClick={close}>
                        Cancel
                    </Button>
                    <Button type="submit" loading={save.isPending}>
                        {isNew ? "Add" : "Save"}
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

function StationsInput({
    stations,
    setStations,
    fault,
}: {
    stations: string[];
    setStations(stations: string[]): void;
    fault: string | undefined;
}): ReactElement {
    const [typed, setTyped] = useState("");
    const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
    const { data } = useQuery({
        queryKey: ["stations", "suggested", search],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations", {
                    params: { query: search === "" ? { limit: MOST_SUGGESTED } : { search, limit: MOST_SUGGESTED } },
                    signal,
                }),
            ),
    });
    return (
        <TagsInput
            label="Only at these stations"
            description="Empty: everywhere"
            data={(data?.items ?? []).map((station) => station.identity)}
            // The server has searched.
            filter={({ options }) => options}
            searchValue={typed}
            onSearchChange={setTyped}
            acceptValueOnBlur
            value={stations}
            onChange={setStations}
            error={fault}
        />
    );
}

async function isRegistered(idToken: string): Promise<boolean> {
    try {
        await answered(api.GET("/api/v1/tokens/{id_token}", { params: { path: { id_token: idToken } } }));
        return true;
    } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) {
            return false;
        }
        throw error;
    }
}

function fieldsOf(draft: Draft): Fields {
    const known = "type" in draft ? draft : null;
    return {
        idToken: draft.id_token,
        type: known?.type ?? "ISO14443",
        group: known?.group ?? "",
        isBlocked: known?.is_blocked ?? false,
        expires: toField(known?.expires_at ?? null),
        limit: known?.concurrent_limit ?? "",
        stations: known?.stations ?? [],
        note: known?.note ?? "",
    };
}

function bodyOf(fields: Fields): TokenRequest {
    return {
        type: fields.type.trim(),
        group: fields.group.trim() || null,
        is_blocked: fields.isBlocked,
        expires_at: fromField(fields.expires),
        concurrent_limit: fields.limit === "" ? null : Number(fields.limit),
        stations: fields.stations,
        note: fields.note,
    };
}
