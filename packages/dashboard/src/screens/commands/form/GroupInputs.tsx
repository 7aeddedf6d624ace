/** The inputs for what holds other values: objects, maps and lists. */

import { ActionIcon, Autocomplete, Button, Group, Input, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactElement, type ReactNode, useState } from "react";
import { described } from "./described";
import classes from "./GroupInputs.module.css";
import { FieldInput } from "./SchemaForm";
import type { JsonObject, ListField, MapField, Member, ObjectField, Schema } from "./schema";
import { type InputProps, useFault, useForm } from "./surroundings";
import { beginning, isObject, type Path } from "./values";

/** With more fields than this, those that may be left out are folded away. */
const MANY = 6;

export function ObjectInputs(props: InputProps<ObjectField> & { schema: Schema }): ReactElement {
    const { field, value, path } = props;
    const inside = <Members field={field} values={isObject(value) ? value : {}} path={path} />;
    return path.length === 0 ? inside : <Optional {...props}>{inside}</Optional>;
}

function Members({ field, values, path }: { field: ObjectField; values: JsonObject; path: Path }): ReactElement {
    const [isOpen, setIsOpen] = useState(false);
    const optional = field.members.filter(({ isRequired }) => !isRequired);
    const isFolded = !isOpen && optional.length > MANY;
    const shown = field.members.filter(
        ({ name, isRequired }) => isRequired || !isFolded || Object.hasOwn(values, name),
    );
    const member = ({ name, label, schema, isRequired }: Member) => (
        <FieldInput
            key={name}
            schema={schema}
            value={values[name]}
            path={[...path, name]}
            label={label}
            isRequired={isRequired}
        />
    );
    if (field.members.length === 0) {
        return (
            <Text size="sm" c="dimmed">
                There is nothing to fill in.
            </Text>
        );
    }
    return (
        <Stack gap="sm">
            {shown.map(member)}
            {optional.length > MANY && (
                <Button
                    variant="subtle"
                    size="xs"
                    className={classes["more"]}
                    aria-expanded={isOpen}
                    leftSection={
                        isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />
                    }
                    onClick={() => setIsOpen(!isOpen)}
                >
                    {isOpen ? "Fewer fields" : `${field.members.length - shown.length} more that may be left out`}
                </Button>
            )}
        </Stack>
    );
}

/** A group with its name; one that may be left out is added and taken away. */
function Optional({
    children,
    ...props
}: InputProps<{ description: string }> & { schema: Schema; children: ReactNode }): ReactElement {
    const { value, path, label, isRequired, schema, field } = props;
    const { root, change } = useForm();
    const fault = useFault(path);
    if (value === undefined && !isRequired) {
        return (
            <div>
                <Button
                    variant="default"
                    size="xs"
                    leftSection={<IconPlus size={14} aria-hidden />}
                    onClick={() => change(path, beginning(schema, root) ?? {})}
                >
                    Add {label}
                </Button>
                {fault !== undefined && <Input.Error>{fault}</Input.Error>}
            </div>
        );
    }
    return (
        <fieldset className={classes["group"]}>
            <legend className={classes["legend"]}>
                {label}
                {isRequired && (
                    <span className={classes["star"]} aria-hidden>
                        {" "}
                        *
                    </span>
                )}
            </legend>
            {!isRequired && (
                <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    className={classes["remove"]}
                    aria-label={`Leave ${label} out`}
                    onClick={() => change(path, undefined)}
                >
                    <IconTrash size={16} aria-hidden />
                </ActionIcon>
            )}
            {field.description !== "" && <Input.Description mb="xs">{described(field.description)}</Input.Description>}
            {children}
            {fault !== undefined && <Input.Error mt="xs">{fault}</Input.Error>}
        </fieldset>
    );
}

export function ListInputs(props: InputProps<ListField> & { schema: Schema }): ReactElement {
    const { field, value, path, label } = props;
    const { root, change } = useForm();
    const items = Array.isArray(value) ? value : [];
    const isFull = field.max !== undefined && items.length >= field.max;
    return (
        <Optional {...props}>
            <Stack gap="xs">
                {items.map((item, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an item is what stands at its place
                    <div key={index} className={classes["item"]}>
                        <div className={classes["grow"]}>
                            <FieldInput
                                schema={field.item}
                                value={item === null ? undefined : item}
                                path={[...path, index]}
                                label={`${label} ${index + 1}`}
                                isRequired
                            />
                        </div>
                        <ActionIcon
                            variant="subtle"
                            color="gray"
                            aria-label={`Remove ${label} ${index + 1}`}
                            onClick={() =>
                                change(
                                    path,
                                    items.filter((_, at) => at !== index),
                                )
                            }
                        >
                            <IconTrash size={16} aria-hidden />
                        </ActionIcon>
                    </div>
                ))}
                <Button
                    variant="default"
                    size="xs"
                    className={classes["more"]}
                    disabled={isFull}
                    leftSection={<IconPlus size={14} aria-hidden />}
                    onClick={() => change(path, [...items, beginning(field.item, root) ?? null])}
                >
                    {isFull ? `No more than ${field.max}` : `Add ${label} ${items.length + 1}`}
                </Button>
            </Stack>
        </Optional>
    );
}

export function MapInputs(props: InputProps<MapField> & { schema: Schema }): ReactElement {
    const { field, value, path, label } = props;
    const { change, suggestions } = useForm();
    const [name, setName] = useState("");
    const values = isObject(value) ? value : {};
    const add = () => {
        if (name !== "" && !Object.hasOwn(values, name)) {
            change(path, { ...values, [name]: "" });
            setName("");
        }
    };
    return (
        <Optional {...props}>
            <Stack gap="xs">
                {Object.keys(values).map((each) => (
                    <Group key={each} gap="xs" align="flex-end" wrap="nowrap">
                        <div className={classes["grow"]}>
                            <FieldInput
                                schema={field.value}
                                value={values[each]}
                                path={[...path, each]}
                                label={each}
                                isRequired
                            />
                        </div>
                        <ActionIcon
                            variant="subtle"
                            color="gray"
                            size="lg"
                            aria-label={`Remove ${each}`}
                            onClick={() => change([...path, each], undefined)}
                        >
                            <IconTrash size={16} aria-hidden />
                        </ActionIcon>
                    </Group>
                ))}
                <Group gap="xs" align="flex-end" wrap="nowrap">
                    <Autocomplete
                        className={classes["grow"]}
                        label={`Name for ${label.toLowerCase()}`}
                        data={[...new Set(suggestions[field.suggestions ?? ""] ?? [])].filter(
                            (each) => !Object.hasOwn(values, each),
                        )}
                        limit={20}
                        value={name}
                        onChange={setName}
                        onKeyDown={(event) => {
                            if (event.key === "Enter") {
                                event.preventDefault();
                                add();
                            }
                        }}
                    />
                    <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
                        Add
                    </Button>
                </Group>
            </Stack>
        </Optional>
    );
}
