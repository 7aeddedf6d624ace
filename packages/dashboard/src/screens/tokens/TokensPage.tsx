import { Anchor, Button, Group, Pill, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconPlus, IconSearch, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { RegisteredToken } from "../../api/schema";
import { CursorPager } from "../../parts/CursorPager";
import { saveCsv } from "../../parts/csv";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { AnchorLink } from "../../parts/links";
import { notifyProblem } from "../../parts/notify";
import { Page } from "../../parts/Page";
import { StationLink } from "../../parts/StationLink";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { useIsPhone } from "../../parts/useIsPhone";
import { useNowMs } from "../../parts/useNowMs";
import { usePages } from "../../parts/usePages";
import { ImportDialog } from "./ImportDialog";
import type { TokenSearch } from "./routes";
import { stateOf } from "./states";
import { Tabs } from "./Tabs";
import { type Draft, TokenDialog } from "./TokenDialog";
import { TokenMenu } from "./TokenMenu";
import classes from "./TokensPage.module.css";

const route = getRouteApi("/tokens");
const PAUSE_MS = 200;
const MOST_STATIONS = 2;

/** Who may charge. */
export function TokensPage(): ReactElement {
    const search = route.useSearch();
    const [draft, setDraft] = useState<Draft | null>(null);
    const [isImporting, setIsImporting] = useState(false);
    const pages = usePages(["tokens", "list", search], (cursor, signal) =>
        answered(api.GET("/api/v1/tokens", { params: { query: given({ ...search, cursor }) }, signal })),
    );
    const exported = useMutation({
        mutationFn: () => readFile(search),
        onSuccess: (file) => saveCsv("tokens.csv", file),
        onError: notifyProblem,
    });
    const isFiltered = Object.values(search).some((value) => value !== undefined);
    const hasSome = (pages.items?.length ?? 0) > 0;
    const isEmpty = pages.items?.length === 0 && !isFiltered;
    const addButton = (
        <Button
            size="xs"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setDraft({ id_token: hasSome ? "" : (search.search ?? "") })}
        >
            Add a token
        </Button>
    );
    const importButton = (
        <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
            onClick={() => setIsImporting(true)}
        >
            Import
        </Button>
    );
    return (
        <Page
            title="Tokens"
            actions={
                !isEmpty && (
                    <Group gap="xs">
                        {addButton}
                        {importButton}
                        {hasSome && (
                            <Button
                                size="xs"
                                variant="default"
                                leftSection={<IconDownload size={16} aria-hidden />}
                                loading={exported.isPending}
                                onClick={() => exported.mutate()}
                            >
                                Export
                            </Button>
                        )}
                    </Group>
                )
            }
        >
            <Tabs />
            <Stack gap="sm">
                {!isEmpty && <Filters />}
                {pages.error !== null && <Failure error={pages.error} retry={pages.retry} />}
                {(pages.error === null || pages.items !== undefined) && (
                    <DataTable
                        label="Tokens"
                        columns={columnsFor(setDraft)}
                        rows={pages.items}
                        isStale={pages.isStale}
                        rowKey={(token) => token.id_token}
                        empty={
                            isFiltered ? (
                                <EmptyState title="No token fits" action={addButton}>
                                    Search for another part of its text, group or note; or add it.
                                </EmptyState>
                            ) : (
                                <EmptyState
                                    title="No tokens"
                                    action={
                                        <Group gap="xs">
                                            {addButton}
                                            {importButton}
                                        </Group>
                                    }
                                >
                                    Add the cards of those who may charge, or import them from a table. A card that was
                                    refused can be registered from the log of refusals, too.
                                </EmptyState>
                            )
                        }
                    />
                )}
            </Stack>
            <CursorPager pages={pages} noun="token" />
            {draft !== null && <TokenDialog draft={draft} close={() => setDraft(null)} />}
            {isImporting && <ImportDialog close={() => setIsImporting(false)} />}
        </Page>
    );
}

function columnsFor(edit: (token: RegisteredToken) => void): Column<RegisteredToken>[] {
    return [
        {
            title: "Token",
            cell: (token) => <Name token={token} edit={() => edit(token)} />,
        },
        { title: "State", cell: (token) => <State token={token} />, isWide: true },
        { title: "Type", cell: (token) => token.type, isWide: true },
        {
            title: "Group",
            cell: (token) =>
                token.group === null ? (
                    "–"
                ) : (
                    <AnchorLink to="/tokens" search={{ group: token.group }} inherit>
                        {token.group}
                    </AnchorLink>
                ),
        },
        { title: "Expires", cell: (token) => <Time at={token.expires_at} missing="Never" /> },
        { title: "At once", cell: (token) => token.concurrent_limit ?? "Any number" },
        { title: "Only at", cell: (token) => <Places stations={token.stations} /> },
        {
            title: "Note",
            cell: (token) =>
                token.note === "" ? (
                    "–"
                ) : (
                    <Text inherit lineClamp={2} className={classes["note"] ?? ""} title={token.note}>
                        {token.note}
                    </Text>
                ),
        },
        {
            title: "Actions",
            cell: (token) => <TokenMenu token={token} edit={() => edit(token)} />,
            align: "right",
            isWide: true,
        },
    ];
}

/** The text of a token, which opens it; on a phone, with its state and what can be done beside it. */
function Name({ token, edit }: { token: RegisteredToken; edit(): void }): ReactElement {
    const isPhone = useIsPhone();
    const name = (
        <Anchor
            component="button"
            type="button"
            inherit
            fw={600}
            title={token.id_token}
            className={classes["token"] ?? ""}
            onClick={edit}
        >
            {token.id_token}
        </Anchor>
    );
    return isPhone ? (
        <div className={classes["head"]}>
            {name}
            <State token={token} />
            <TokenMenu token={token} edit={edit} />
        </div>
    ) : (
        name
    );
}

function State({ token }: { token: RegisteredToken }): ReactElement {
    const { tone, words } = stateOf(token, useNowMs(token.expires_at !== null));
    return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

function Places({ stations }: { stations: readonly string[] }): ReactElement {
    if (stations.length === 0) {
        return <>Everywhere</>;
    }
    const more = stations.length - MOST_STATIONS;
    return (
        <>
            {stations.slice(0, MOST_STATIONS).map((identity, index) => (
                <span key={identity}>
                    {index > 0 && ", "}
                    <StationLink identity={identity} />
                </span>
            ))}
            {more > 0 && <span title={stations.slice(MOST_STATIONS).join(", ")}> and {more} more</span>}
        </>
    );
}

function Filters(): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const [typed, setTyped] = useState(search.search ?? "");
    const set = (changed: TokenSearch): void =>
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true });
    const setLater = useDebouncedCallback((text: string) => set({ search: text.trim() || undefined }), PAUSE_MS);
    // A link to another search shows it in the field, too.
    useEffect(
        () => setTyped((old) => (old.trim() === (search.search ?? "") ? old : (search.search ?? ""))),
        [search.search],
    );
    return (
        <Group gap="xs">
            <TextInput
                size="xs"
                className={classes["search"] ?? ""}
                aria-label="Search tokens"
                placeholder="Token, group or note"
                type="search"
                leftSection={<IconSearch size={14} aria-hidden />}
                value={typed}
                onChange={(event) => {
                    setTyped(event.currentTarget.value);
                    setLater(event.currentTarget.value);
                }}
            />
            <SegmentedControl
                size="xs"
                aria-label="State"
                data={[
                    { value: "", label: "All" },
                    { value: "false", label: "Not blocked" },
                    { value: "true", label: "Blocked" },
                ]}
                value={search.blocked === undefined ? "" : String(search.blocked)}
                onChange={(value) => set({ blocked: value === "" ? undefined : value === "true" })}
            />
            {search.group !== undefined && (
                <Pill
                    withRemoveButton
                    removeButtonProps={{ "aria-label": "Show all groups", "aria-hidden": false, tabIndex: 0 }}
                    onRemove={() => set({ group: undefined })}
                >
                    Group: {search.group}
                </Pill>
            )}
        </Group>
    );
}

/** Returns the tokens of a search as a file that can be imported. */
function readFile(search: TokenSearch): Promise<string> {
    return answered(api.GET("/api/v1/tokens.csv", { params: { query: given(search) }, parseAs: "text" }));
}
