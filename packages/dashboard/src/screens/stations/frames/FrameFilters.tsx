import { Autocomplete, Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { type ReactElement, useEffect, useState } from "react";
import { useIsPhone } from "../../../parts/useIsPhone";
import type { FrameSearch } from "../search";
import classes from "./FrameFilters.module.css";

const WRITE_MS = 300;
const WAYS = [
    { value: "in", label: "From the station" },
    { value: "out", label: "To the station" },
];

/** Narrows the frames down; what is chosen stands in the address. */
export function FrameFilters({
    search,
    actions,
    onChange,
}: {
    search: FrameSearch;
    actions: readonly string[];
    onChange(changed: FrameSearch): void;
}): ReactElement {
    const isPhone = useIsPhone();
    const [isOpen, setIsOpen] = useState(false);
    const text = useTyped(search.text, (typed) => onChange({ text: typed }));
    const action = useTyped(search.action, (typed) => onChange({ action: typed }));
    const outcome = useTyped(search.outcome, (typed) => onChange({ outcome: typed }));
    const message = useTyped(search.message, (typed) => onChange({ message: typed }));
    const count = [search.direction, search.action, search.outcome, search.message].filter(Boolean).length;
    return (
        <search className={classes["filters"]} aria-label="Frames">
            <Group gap="xs" wrap="nowrap">
                <TextInput
                    size="xs"
                    aria-label="Text in the frame"
                    placeholder="Search in the frames"
                    leftSection={<IconSearch size={14} aria-hidden />}
                    value={text.value}
                    onChange={({ currentTarget }) => text.set(currentTarget.value)}
                    flex={1}
                />
                {isPhone && (
                    <Button
                        size="xs"
                        variant="default"
                        leftSection={<IconFilter size={14} aria-hidden />}
                        aria-expanded={isOpen}
                        onClick={() => setIsOpen(!isOpen)}
                    >
                        {count > 0 ? `Filters (${count})` : "Filters"}
                    </Button>
                )}
            </Group>
            {(!isPhone || isOpen) && (
                <div className={classes["others"]}>
                    <Autocomplete
                        size="xs"
                        aria-label="Action"
                        placeholder="Action"
                        data={[...actions].sort()}
                        value={action.value}
                        onChange={action.set}
                        clearable
                    />
                    <Select
                        size="xs"
                        aria-label="Direction"
                        placeholder="Both directions"
                        data={WAYS}
                        value={search.direction ?? null}
                        onChange={(value) =>
                            onChange({ direction: value === "in" || value === "out" ? value : undefined })
                        }
                        clearable
                    />
                    <TextInput
                        size="xs"
                        aria-label="Outcome"
                        placeholder="Outcome"
                        value={outcome.value}
                        onChange={({ currentTarget }) => outcome.set(currentTarget.value)}
                    />
                    <TextInput
                        size="xs"
                        aria-label="Message id"
                        placeholder="Message id"
                        value={message.value}
                        onChange={({ currentTarget }) => message.set(currentTarget.value)}
                    />
                </div>
            )}
        </search>
    );
}

/** A text that is typed: it is written when the hand rests, and follows the address. */
function useTyped(
    said: string | undefined,
    write: (typed: string | undefined) => void,
): { value: string; set(value: string): void } {
    const [value, setValue] = useState(said ?? "");
    const writeSoon = useDebouncedCallback((typed: string) => write(typed.trim() || undefined), WRITE_MS);
    useEffect(() => setValue((typed) => (typed.trim() === (said ?? "") ? typed : (said ?? ""))), [said]);
    return {
        value,
        set(typed) {
            setValue(typed);
            writeSoon(typed);
        },
    };
}
