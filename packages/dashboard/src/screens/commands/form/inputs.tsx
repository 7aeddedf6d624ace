/** The inputs for single values. An empty one stands for nothing: the property is left out. */

import { Autocomplete, NativeSelect, Textarea, TextInput as TextLine } from "@mantine/core";
import { type ReactElement, useState } from "react";
import { described } from "./described";
import type { AnythingField, BooleanField, ChoiceField, Json, NumberField, TextField } from "./schema";
import { type InputProps, useFault, useForm } from "./surroundings";
import { isTime } from "./values";

const LONG_TEXT = 300;

/** What all inputs show. */
function useShown({ field, path, label, isRequired }: InputProps<{ description: string }>) {
    return {
        label,
        description: described(field.description),
        error: useFault(path),
        withAsterisk: isRequired,
        "aria-required": isRequired,
    };
}

export function ChoiceInput(props: InputProps<ChoiceField>): ReactElement {
    const { field, value, path } = props;
    const { change } = useForm();
    const index = field.words.indexOf(value as string | number);
    return (
        <NativeSelect
            {...useShown(props)}
            value={index < 0 ? "" : String(index)}
            onChange={(event) => change(path, field.words[Number.parseInt(event.currentTarget.value, 10)])}
            data={[
                { value: "", label: props.isRequired ? "Choose one" : "–" },
                ...field.words.map((word, at) => ({
                    value: String(at),
                    label: field.labels[String(word)] ?? String(word),
                })),
            ]}
        />
    );
}

export function BooleanInput(props: InputProps<BooleanField>): ReactElement {
    const { field, value, path } = props;
    const { change } = useForm();
    return (
        <NativeSelect
            {...useShown(props)}
            value={typeof value === "boolean" ? String(value) : ""}
            onChange={(event) => {
                const chosen = event.currentTarget.value;
                change(path, chosen === "" ? undefined : chosen === "true");
            }}
            data={[
                { value: "", label: props.isRequired ? "Choose one" : "–" },
                { value: "true", label: field.labels["true"] ?? "Yes" },
                { value: "false", label: field.labels["false"] ?? "No" },
            ]}
        />
    );
}

export function TextInput(props: InputProps<TextField>): ReactElement {
    const { field, value, path } = props;
    const { change, suggestions } = useForm();
    const shown = useShown(props);
    const text = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
    const put = (typed: string) => change(path, typed === "" ? undefined : typed);
    if (field.isTime && (text === "" || isTime(text))) {
        return (
            <TextLine
                {...shown}
                type="datetime-local"
                step={1}
                description={described(field.description, "In the time zone of this device.")}
                value={text === "" ? "" : localTime(text)}
                onChange={(event) => put(utcTime(event.currentTarget.value))}
            />
        );
    }
    const offered = field.suggestions === undefined ? undefined : suggestions[field.suggestions];
    if (offered !== undefined) {
        return <Autocomplete {...shown} data={[...new Set(offered)]} value={text} onChange={put} limit={20} />;
    }
    return field.max !== undefined && field.max > LONG_TEXT ? (
        <Textarea
            {...shown}
            autosize
            minRows={1}
            maxRows={8}
            value={text}
            onChange={(event) => put(event.currentTarget.value)}
        />
    ) : (
        <TextLine {...shown} value={text} onChange={(event) => put(event.currentTarget.value)} />
    );
}

/** "2026-05-01T14:00:00" of this device for "2026-05-01T12:00:00Z". */
function localTime(text: string): string {
    const at = new Date(text);
    const two = (part: number) => String(part).padStart(2, "0");
    return `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(
        at.getHours(),
    )}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

function utcTime(local: string): string {
    const at = new Date(local);
    return Number.isNaN(at.getTime()) ? "" : `${at.toISOString().slice(0, 19)}Z`;
}

export function NumberInput(props: InputProps<NumberField>): ReactElement {
    const { field, value, path } = props;
    const { change, suggestions } = useForm();
    // While somebody types, "1." is not made "1".
    const [typed, setTyped] = useState<string | null>(null);
    const shown = {
        ...useShown(props),
        inputMode: field.isWhole ? ("numeric" as const) : ("decimal" as const),
        value: typed ?? (value === undefined || value === null ? "" : String(value)),
        onBlur: () => setTyped(null),
    };
    const put = (text: string) => {
        setTyped(text);
        change(path, numberOf(text));
    };
    const offered = field.suggestions === undefined ? undefined : suggestions[field.suggestions];
    return offered === undefined ? (
        <TextLine {...shown} onChange={(event) => put(event.currentTarget.value)} />
    ) : (
        <Autocomplete {...shown} data={[...new Set(offered)]} onChange={put} />
    );
}

/** What is no number stays what it is, so that it can be said. */
function numberOf(text: string): Json | undefined {
    const trimmed = text.trim();
    const number = Number(trimmed);
    return trimmed === "" ? undefined : Number.isFinite(number) ? number : text;
}

/** JSON, or what is no JSON as the text that it is. */
export function AnythingInput(props: InputProps<AnythingField>): ReactElement {
    const { field, value, path } = props;
    const { change } = useForm();
    const [typed, setTyped] = useState<string | null>(null);
    return (
        <Textarea
            {...useShown(props)}
            description={described(field.description, "JSON; anything else is sent as a text.")}
            autosize
            minRows={1}
            maxRows={8}
            value={typed ?? (value === undefined ? "" : JSON.stringify(value))}
            onBlur={() => setTyped(null)}
            onChange={(event) => {
                const text = event.currentTarget.value;
                setTyped(text);
                change(path, jsonOrText(text));
            }}
        />
    );
}

function jsonOrText(text: string): Json | undefined {
    if (text.trim() === "") {
        return undefined;
    }
    try {
        return JSON.parse(text) as Json;
    } catch {
        return text;
    }
}
