import { Autocomplete, Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFilter, IconFilterOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useEffect, useState } from "react";
import { answered, api, given } from "../../api/client";
import { asDay } from "../../parts/days";
import { useIsPhone } from "../../parts/useIsPhone";
import type { Sites } from "../../parts/useSites";
import { useZone } from "../../parts/useZone";
import classes from "./Filters.module.css";
import { PERIOD_WORDS, PERIODS, type Period } from "./period";
import type { TransactionSearch } from "./routes";
import { FLAGS } from "./words";

const DAYS = "days";

/** What narrows the list of transactions down. On a phone it is behind a button. */
export function Filters({
    search,
    sites,
    onChange,
}: {
    search: TransactionSearch;
    sites: Sites;
    onChange(change: TransactionSearch): void;
}): ReactElement {
    const isPhone = useIsPhone();
    const [isOpen, setOpen] = useState(false);
    const count = [
        search.period ?? search.from ?? search.to,
        search.station,
        search.token,
        search.open,
        search.flag,
        search.site,
    ].filter((each) => each !== undefined).length;
    return (
        <section aria-label="Filters" className={classes["filters"]}>
            {isPhone && (
                <Button
                    className={classes["toggle"]}
                    variant="default"
                    size="xs"
                    aria-expanded={isOpen}
                    leftSection={<IconFilter size={16} aria-hidden />}
                    onClick={() => setOpen(!isOpen)}
                >
                    {count === 0 ? "Filters" : `Filters (${count})`}
                </Button>
            )}
            {(!isPhone || isOpen) && <Fields search={search} sites={sites} onChange={onChange} />}
            {count > 0 && (
                <Button
                    className={classes["clear"]}
                    variant="subtle"
                    size="xs"
                    leftSection={<IconFilterOff size={16} aria-hidden />}
                    onClick={() => onChange(NO_FILTERS)}
                >
                    Show all
                </Button>
            )}
        </section>
    );
}

/** Takes all filters away. */
export const NO_FILTERS: TransactionSearch = {
    period: undefined,
    from: undefined,
    to: undefined,
    station: undefined,
    token: undefined,
    open: undefined,
    flag: undefined,
    site: undefined,
};

function Fields({
    search,
    sites,
    onChange,
}: {
    search: TransactionSearch;
    sites: Sites;
    onChange(change: TransactionSearch): void;
}): ReactElement {
    return (
        <>
            <PeriodFields search={search} onChange={onChange} />
            <Select
                label="State"
                size="xs"
                w={100}
                allowDeselect={false}
                data={[
                    { value: "", label: "All" },
                    { value: "true", label: "Open" },
                    { value: "false", label: "Ended" },
                ]}
                value={search.open === undefined ? "" : String(search.open)}
                onChange={(value) => onChange({ open: value === "" ? undefined : value === "true" })}
            />
            {(sites.all.length > 0 || search.site !== undefined) && (
                <Select
                    label="Site"
                    size="xs"
                    w={150}
                    searchable
                    allowDeselect={false}
                    data={[
                        { value: "", label: "All" },
                        ...sites.all.map((site) => ({ value: String(site.id), label: site.name })),
                        { value: "none", label: "Without a site" },
                    ]}
                    value={search.site ?? ""}
                    onChange={(value) => onChange({ site: value || undefined })}
                />
            )}
            <StationField value={search.station} onChange={(station) => onChange({ station })} />
            <TokenField value={search.token} onChange={(token) => onChange({ token })} />
            <Select
                label="Remark"
                size="xs"
                w={170}
                searchable
                allowDeselect={false}
                data={[
                    { value: "", label: "All" },
                    ...Object.entries(FLAGS).map(([value, { title }]) => ({ value, label: title })),
                ]}
                value={search.flag ?? ""}
                onChange={(value) => onChange({ flag: value || undefined })}
            />
        </>
    );
}

function PeriodFields({
    search,
    onChange,
}: {
    search: TransactionSearch;
    onChange(change: TransactionSearch): void;
}): ReactElement {
    const [isChoosing, setChoosing] = useState(false);
    const zone = useZone(search);
    const hasDays = search.from !== undefined || search.to !== undefined;
    const shown = search.period ?? (hasDays || isChoosing ? DAYS : "");
    function choose(value: string | null): void {
        setChoosing(value === DAYS);
        if (value !== DAYS) {
            onChange({ period: (value || undefined) as Period | undefined, from: undefined, to: undefined });
        } else {
            onChange({ period: undefined });
        }
    }
    return (
        <>
            <Select
                label="Began"
                size="xs"
                w={140}
                allowDeselect={false}
                data={[
                    { value: "", label: "At any time" },
                    ...PERIODS.map((value) => ({ value, label: PERIOD_WORDS[value] })),
                    { value: DAYS, label: "Between days …" },
                ]}
                value={shown}
                onChange={choose}
            />
            {shown === DAYS && (
                <>
                    <DayField
                        label="First day"
                        zone={zone}
                        value={search.from}
                        onChange={(from) => onChange({ from })}
                    />
                    <DayField label="Last day" zone={zone} value={search.to} onChange={(to) => onChange({ to })} />
                </>
            )}
            {shown !== "" && <span className={classes["zone"]}>Days of {zone}</span>}
        </>
    );
}

function DayField({
    label,
    zone,
    value,
    onChange,
}: {
    label: string;
    zone: string;
    value: string | undefined;
    onChange(day: string | undefined): void;
}): ReactElement {
    return (
        <TextInput
            type="date"
            label={label}
            title={`A day of ${zone}`}
            size="xs"
            w={135}
            value={value ?? ""}
            onChange={(event) => onChange(asDay(event.currentTarget.value))}
        />
    );
}

function StationField({
    value,
    onChange,
}: {
    value: string | undefined;
    onChange(station: string | undefined): void;
}): ReactElement {
    const [text, setText] = useTextOf(value);
    const [wanted] = useDebouncedValue(text, 200);
    const { data } = useQuery({
        queryKey: ["stations", "found", wanted],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations", {
                    params: { query: given({ limit: 20, search: wanted === "" ? undefined : wanted }) },
                    signal,
                }),
            ),
    });
    return (
        <Autocomplete
            label="Station"
            size="xs"
            w={150}
            placeholder="Identity"
            data={[...new Set(data?.items.map((station) => station.identity))]}
            value={text}
            onChange={setText}
            onOptionSubmit={onChange}
            onBlur={() => onChange(text.trim() || undefined)}
            onKeyDown={(event) => event.key === "Enter" && onChange(event.currentTarget.value.trim() || undefined)}
        />
    );
}

function TokenField({
    value,
    onChange,
}: {
    value: string | undefined;
    onChange(token: string | undefined): void;
}): ReactElement {
    const [text, setText] = useTextOf(value);
    return (
        <TextInput
            label="Token"
            size="xs"
            w={150}
            placeholder="Whole, any case"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={() => onChange(text.trim() || undefined)}
            onKeyDown={(event) => event.key === "Enter" && onChange(text.trim() || undefined)}
        />
    );
}

/** A text that is typed, and follows the address when that changes. */
function useTextOf(value: string | undefined): [string, (text: string) => void] {
    const [text, setText] = useState(value ?? "");
    useEffect(() => setText(value ?? ""), [value]);
    return [text, setText];
}
