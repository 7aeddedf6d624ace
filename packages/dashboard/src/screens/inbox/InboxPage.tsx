import { Button, Group, Select, Stack } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { Entry } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { asChoice } from "../../app/search";
import { CursorPager } from "../../parts/CursorPager";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { Page } from "../../parts/Page";
import { Stale } from "../../parts/Stale";
import { usePages } from "../../parts/usePages";
import { AcceptDialog } from "./AcceptDialog";
import { ConnectDialog } from "./ConnectDialog";
import { CAUSE_NAMES, titleOf } from "./causes";
import { EntryList } from "./EntryList";

const route = getRouteApi("/inbox");
const CAUSES = CAUSE_NAMES.map((cause) => ({ value: cause, label: titleOf(cause) }));

/** Who wants to come in and may not, and the decision about it. */
export function InboxPage(): ReactElement {
    const search = route.useSearch();
    const cause = asChoice(search.cause, CAUSE_NAMES);
    const navigate = route.useNavigate();
    const [toAccept, setToAccept] = useState<Entry | null>(null);
    const pages = usePages(["inbox", "list", cause], (cursor, signal) =>
        answered(api.GET("/api/v1/inbox", { params: { query: given({ cause, cursor }) }, signal })),
    );
    useRefreshOn(["inbox.changed"], ["inbox", "list"]);
    const isEmpty = pages.items?.length === 0 && cause === undefined;
    const connectButton = (
        <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            onClick={() => void navigate({ search: (old) => ({ ...old, connect: true }) })}
        >
            Connect a charger
        </Button>
    );
    return (
        <Page
            title="Inbox"
            actions={
                <Group gap="xs">
                    {!isEmpty && (
                        <Select
                            size="xs"
                            w={{ base: 175, sm: 210 }}
                            aria-label="Cause"
                            placeholder="All causes"
                            clearable
                            clearButtonProps={{ "aria-label": "Show all causes" }}
                            data={CAUSES}
                            value={cause ?? null}
                            onChange={(value) =>
                                void navigate({
                                    search: (old) => ({ ...old, cause: value ?? undefined }),
                                    replace: true,
                                })
                            }
                        />
                    )}
                    {!isEmpty && connectButton}
                </Group>
            }
        >
            <Stack gap="sm">
                {pages.error !== null && <Failure error={pages.error} retry={pages.retry} />}
                {(pages.error === null || pages.items !== undefined) && (
                    <Stale isStale={pages.isStale}>
                        <EntryList
                            entries={pages.items}
                            accept={setToAccept}
                            empty={
                                cause === undefined ? (
                                    <EmptyState title="Nobody waits" action={connectButton}>
                                        A charger that connects and is not known, or that is refused, comes up here by
                                        itself: with the cause, and what helps.
                                    </EmptyState>
                                ) : (
                                    <EmptyState title="Nobody waits for this cause">
                                        Choose another one above.
                                    </EmptyState>
                                )
                            }
                        />
                    </Stale>
                )}
            </Stack>
            <CursorPager pages={pages} noun="entry" nouns="entries" />
            {toAccept !== null && <AcceptDialog key={toAccept.id} entry={toAccept} close={() => setToAccept(null)} />}
            {search.connect === true && (
                <ConnectDialog
                    close={() => void navigate({ search: (old) => ({ ...old, connect: undefined }), replace: true })}
                />
            )}
        </Page>
    );
}
