import { Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import type { LoggedDecision } from "../../api/schema";
import { useRefreshOn } from "../../api/useLive";
import { CursorPager } from "../../parts/CursorPager";
import { type Column, DataTable } from "../../parts/DataTable";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { AnchorLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { StationLink } from "../../parts/StationLink";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { usePages } from "../../parts/usePages";
import { useSites } from "../../parts/useSites";
import { useZone } from "../../parts/useZone";
import classes from "./DecisionsPage.module.css";
import { ALL, queryOf, STATUSES } from "./filters";
import type { DecisionSearch } from "./routes";
import { ANSWERS, isNamed, occasionOf } from "./states";
import { Tabs } from "./Tabs";
import { TokenDialog } from "./TokenDialog";

const route = getRouteApi("/tokens/decisions");
const PAUSE_MS = 300;
const REFUSED = "refused";

const CHOICES = STATUSES.map((value) => ({ value: value as string, label: ANSWERS[value]?.words ?? "All refusals" }));
CHOICES.splice(1, 0, { value: ALL, label: "All answers" });

/** What was said to stations that asked whether a token may charge, and why. */
export function DecisionsPage(): ReactElement {
    const search = route.useSearch();
    const zone = useZone(search);
    const { hasManyZones } = useSites();
    const [toRegister, setToRegister] = useState<string | null>(null);
    const pages = usePages(["decisions", "list", search, zone], (cursor, signal) =>
        answered(
            api.GET("/api/v1/decisions", { params: { query: given({ ...queryOf(search, zone), cursor }) }, signal }),
        ),
    );
    useRefreshOn(["token.refused", "transaction.started"], ["decisions", "list"]);
    const isNarrow = [search.token, search.station, search.from, search.to].some((value) => value !== undefined);
    return (
        <Page title="Tokens">
            <Tabs />
            <Stack gap="sm">
                <Filters zone={zone} />
                {pages.error !== null && <Failure error={pages.error} retry={pages.retry} />}
                {(pages.error === null || pages.items !== undefined) && (
                    <DataTable
                        label="Decisions"
                        columns={columnsFor(setToRegister, hasManyZones)}
                        rows={pages.items}
                        isStale={pages.isStale}
                        rowKey={(decision) => decision.id}
                        empty={
                            isNarrow ? (
                                <EmptyState title="Nothing fits">
                                    Take a filter away, or look at <ShowAll />.
                                </EmptyState>
                            ) : (
                                <EmptyState title="Nobody was refused">
                                    When a driver is not let charge, the reason comes up here. To see who was let
                                    charge, look at <ShowAll />.
                                </EmptyState>
                            )
                        }
                    />
                )}
            </Stack>
            <CursorPager pages={pages} noun="decision" />
            {toRegister !== null && <TokenDialog draft={{ id_token: toRegister }} close={() => setToRegister(null)} />}
        </Page>
    );
}

function ShowAll(): ReactElement {
    return (
        <AnchorLink to="/tokens/decisions" search={{ status: ALL }} inherit underline="always">
            all answers
        </AnchorLink>
    );
}

function columnsFor(register: (idToken: string) => void, hasManyZones: boolean): Column<LoggedDecision>[] {
    return [
        {
            title: "Token",
            cell: (decision) =>
                isNamed(decision) ? (
                    <AnchorLink to="/tokens" search={{ search: decision.id_token }} inherit fw={600}>
                        {decision.id_token}
                    </AnchorLink>
                ) : (
                    <span>{decision.id_token.trim() === "" ? "Without a text" : "Not kept (a secret)"}</span>
                ),
        },
        {
            title: "When",
            cell: (decision) => (
                <Time at={decision.decided_at} zone={decision.time_zone} isOffsetShown={hasManyZones} />
            ),
        },
        { title: "Station", cell: (decision) => <StationLink identity={decision.station} /> },
        { title: "Occasion", cell: (decision) => occasionOf(decision) },
        {
            title: "Answer",
            cell: (decision) => (
                <StatusBadge tone={ANSWERS[decision.status]?.tone ?? "note"}>
                    {ANSWERS[decision.status]?.words ?? decision.status}
                </StatusBadge>
            ),
        },
        { title: "Reason", cell: (decision) => decision.reason },
        { title: "What helps", cell: (decision) => <Remedy decision={decision} register={register} /> },
    ];
}

function Remedy({ decision, register }: { decision: LoggedDecision; register(idToken: string): void }): ReactElement {
    if (decision.status === "Unknown" && isNamed(decision)) {
        return (
            <Anchor component="button" type="button" inherit onClick={() => register(decision.id_token.trim())}>
                Register it
            </Anchor>
        );
    }
    const remedy = ANSWERS[decision.status]?.remedy ?? "";
    return remedy === "" ? (
        <>–</>
    ) : (
        <Text inherit c="dimmed" component="span">
            {remedy}
        </Text>
    );
}

function Filters({ zone }: { zone: string }): ReactElement {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const set = (changed: DecisionSearch): void =>
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true });
    const isAny = Object.values(search).some((value) => value !== undefined);
    return (
        <div className={classes["filters"]}>
            <Select
                size="xs"
                label="Answer"
                allowDeselect={false}
                data={CHOICES}
                value={CHOICES.some(({ value }) => value === search.status) ? (search.status ?? REFUSED) : REFUSED}
                onChange={(value) => set({ status: value === REFUSED ? undefined : (value ?? undefined) })}
            />
            <TextFilter label="Token" value={search.token} setValue={(token) => set({ token })} />
            <TextFilter label="Station" value={search.station} setValue={(station) => set({ station })} />
            <TextInput
                size="xs"
                label="First day"
                title={`A day of ${zone}`}
                type="date"
                value={search.from ?? ""}
                onChange={(event) => set({ from: event.currentTarget.value || undefined })}
            />
            <TextInput
                size="xs"
                label="Last day"
                title={`A day of ${zone}`}
                type="date"
                value={search.to ?? ""}
                onChange={(event) => set({ to: event.currentTarget.value || undefined })}
            />
            {(search.from !== undefined || search.to !== undefined) && (
                <Text size="xs" c="dimmed" className={classes["zone"] ?? ""}>
                    Days of {zone}
                </Text>
            )}
            {isAny && (
                <Group align="flex-end">
                    <Button size="xs" variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                        Clear
                    </Button>
                </Group>
            )}
        </div>
    );
}

function TextFilter({
    label,
    value = "",
    setValue,
}: {
    label: string;
    value: string | undefined;
    setValue(value: string | undefined): void;
}): ReactElement {
    const [typed, setTyped] = useState(value);
    const setLater = useDebouncedCallback((text: string) => setValue(text.trim() || undefined), PAUSE_MS);
    useEffect(() => setTyped((old) => (old.trim() === value ? old : value)), [value]);
    return (
        <TextInput
            size="xs"
            label={label}
            placeholder="Any"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
                setTyped(event.currentTarget.value);
                setLater(event.currentTarget.value);
            }}
        />
    );
}
