import { Button, SimpleGrid, Stack, Text } from "@mantine/core";
import { type ReactElement, useMemo, useRef, useState } from "react";
import { ApiProblem } from "../../api/client";
import type { Station } from "../../api/schema";
import classes from "./Composer.module.css";
import { draftOf, typed } from "./form/draft";
import { JsonEditor } from "./form/JsonEditor";
import { SchemaForm } from "./form/SchemaForm";
import type { Json, Schema } from "./form/schema";
import { beginning, changed, type FormFault, faultsIn, inOrder, isObject, type Path } from "./form/values";
import { SendBar } from "./SendBar";
import { useSuggestions } from "./suggestions";

/**
 * The form of a command, with its JSON beside it.
 *
 * @param schema of what is sent.
 * @param given what it begins with, such as what was sent before; undefined: nothing.
 * @param isJsonOpen whether the JSON is shown from the start.
 */
export function Composer({
    command,
    schema,
    stations,
    given,
    isJsonOpen,
}: {
    command: string;
    schema: Schema;
    stations: readonly Station[];
    given: Json | undefined;
    isJsonOpen: boolean;
}): ReactElement {
    const [draft, setDraft] = useState(() => draftOf(startOf(schema, given)));
    const [isShown, setIsShown] = useState(isJsonOpen);
    const [isTried, setIsTried] = useState(false);
    const [told, setTold] = useState<readonly FormFault[]>([]);
    const suggestions = useSuggestions(command, stations);
    const own = useMemo(() => faultsIn(draft.value, schema, schema), [draft.value, schema]);
    const faults = useMemo(
        () => [...told, ...own.filter(({ isMissing }) => isTried || !isMissing)],
        [told, own, isTried],
    );
    const form = useRef<HTMLDivElement>(null);
    const put = (path: Path, to: Json | undefined) => {
        setTold([]);
        setDraft((old) => draftOf(inOrder(changed(old.value, path, to) ?? {}, schema, schema)));
    };

    return (
        <Stack gap="md" ref={form}>
            <SimpleGrid cols={{ base: 1, md: isShown ? 2 : 1 }} spacing="lg">
                <div style={{ maxWidth: "40rem", minWidth: 0 }}>
                    <SchemaForm
                        schema={schema}
                        value={draft.value}
                        faults={faults}
                        suggestions={suggestions}
                        change={put}
                    />
                </div>
                {isShown && (
                    <div className={classes["json"]}>
                        <JsonEditor
                            draft={draft}
                            type={(text) => {
                                setTold([]);
                                setDraft((old) => typed(old, text));
                            }}
                        />
                        <FaultList faults={faults} />
                    </div>
                )}
            </SimpleGrid>
            <SendBar
                command={command}
                tasks={stations.map(({ identity }) => ({ station: identity, body: draft.value }))}
                stations={stations}
                isReady={() => {
                    setIsTried(true);
                    const isRight = own.length === 0 && draft.fault === null;
                    if (!isRight) {
                        // What is missing is marked in the next picture.
                        requestAnimationFrame(() =>
                            form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
                        );
                    }
                    return isRight;
                }}
                refused={(error) => setTold(faultsOf(error))}
            >
                <Button variant="subtle" onClick={() => setIsShown(!isShown)} aria-expanded={isShown}>
                    {isShown ? "Hide the JSON" : "Show the JSON"}
                </Button>
                {isTried && own.length > 0 && (
                    <Text size="sm" c="var(--mantine-color-error)" role="alert">
                        {own.length === 1 ? "One field is not right yet" : `${own.length} fields are not right yet`}
                    </Text>
                )}
            </SendBar>
        </Stack>
    );
}

/** What was sent before leaves out what is so by itself. */
function startOf(schema: Schema, given: Json | undefined): Json {
    const start = beginning(schema, schema) ?? {};
    return isObject(start) && isObject(given) ? { ...start, ...given } : (given ?? start);
}

/** What the server has against a body, at the places of the form. */
function faultsOf(error: unknown): FormFault[] {
    const faults = error instanceof ApiProblem ? error.faults : [];
    return faults.map(({ place, message }) => ({
        place: place.replace(/^body\.?/, ""),
        message,
        isMissing: false,
    }));
}

/** What is wrong, in a list: the fields may be folded away, or not exist. */
function FaultList({ faults }: { faults: readonly FormFault[] }): ReactElement | null {
    if (faults.length === 0) {
        return null;
    }
    return (
        <ul aria-label="What is not right" style={{ margin: "0.5rem 0 0", paddingLeft: "1.1rem" }}>
            {faults.map(({ place, message }) => (
                <Text component="li" key={`${place} ${message}`} size="sm" c="var(--mantine-color-error)">
                    {place === "" ? message : `${place}: ${message}`}
                </Text>
            ))}
        </ul>
    );
}
