import { type ReactElement, useMemo } from "react";
import { ListInputs, MapInputs, ObjectInputs } from "./GroupInputs";
import { AnythingInput, BooleanInput, ChoiceInput, NumberInput, TextInput } from "./inputs";
import { fieldOf, type Json, type Schema } from "./schema";
import { FormContext, type Suggestions, useForm } from "./surroundings";
import type { FormFault, Path } from "./values";

/**
 * A form made from a schema.
 *
 * @param schema of the value; its references lead into it.
 * @param faults what is said at the fields: those of the form itself, and what the server has had against it.
 * @param change is told where what is to stand; undefined: nothing.
 */
export function SchemaForm({
    schema,
    value,
    faults,
    suggestions = {},
    change,
}: {
    schema: Schema;
    value: Json;
    faults: readonly FormFault[];
    suggestions?: Suggestions;
    change(path: Path, to: Json | undefined): void;
}): ReactElement {
    const surroundings = useMemo(
        () => ({
            root: schema,
            suggestions,
            // Of several faults at a place the first is said.
            faults: new Map([...faults].reverse().map(({ place, message }) => [place, message])),
            change,
        }),
        [schema, suggestions, faults, change],
    );
    return (
        <FormContext value={surroundings}>
            <FieldInput schema={schema} value={value} path={[]} label="Payload" isRequired />
        </FormContext>
    );
}

/** The input for a place of the value; for objects and lists, those inside. */
export function FieldInput({
    schema,
    ...rest
}: {
    schema: Schema;
    value: Json | undefined;
    path: Path;
    label: string;
    isRequired: boolean;
}): ReactElement {
    const { root } = useForm();
    const field = useMemo(() => fieldOf(schema, root), [schema, root]);
    switch (field.kind) {
        case "object":
            return <ObjectInputs field={field} schema={schema} {...rest} />;
        case "map":
            return <MapInputs field={field} schema={schema} {...rest} />;
        case "list":
            return <ListInputs field={field} schema={schema} {...rest} />;
        case "choice":
            return <ChoiceInput field={field} {...rest} />;
        case "text":
            return <TextInput field={field} {...rest} />;
        case "number":
            return <NumberInput field={field} {...rest} />;
        case "boolean":
            return <BooleanInput field={field} {...rest} />;
        case "anything":
            return <AnythingInput field={field} {...rest} />;
    }
}
