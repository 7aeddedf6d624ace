import { Button, Select, SimpleGrid, Text } from "@mantine/core";
import type { ReactElement } from "react";
import classes from "./CommandPicker.module.css";
import { isNeutral, NEUTRAL, NEUTRAL_NAMES } from "./neutral";

/**
 * Chooses a command of no version, or a message.
 *
 * @param messages those that the chosen stations can be sent; undefined: they are not known yet.
 */
export function CommandPicker({
    command,
    messages,
    choose,
}: {
    command: string | undefined;
    messages: ReadonlyMap<string, { summary: string }> | undefined;
    choose(command: string | undefined): void;
}): ReactElement {
    const message = command !== undefined && !isNeutral(command) ? command : null;
    return (
        <>
            <SimpleGrid cols={{ base: 2, xs: 3, md: 4, xl: 5 }} spacing="xs" mb="sm">
                {NEUTRAL_NAMES.map((name) => {
                    const { title, icon: Icon } = NEUTRAL[name];
                    return (
                        <Button
                            key={name}
                            variant={command === name ? "outline" : "default"}
                            size="sm"
                            justify="flex-start"
                            classNames={{ root: classes["button"] ?? "", label: classes["label"] ?? "" }}
                            px="xs"
                            leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
                            aria-pressed={command === name}
                            onClick={() => choose(name)}
                        >
                            {title}
                        </Button>
                    );
                })}
            </SimpleGrid>
            <Select
                label="Any other message"
                description="In the words of the station's version of OCPP, with a form made from its schema."
                placeholder={messages === undefined ? "Choose stations first" : "GetCompositeSchedule"}
                searchable
                clearable
                nothingFoundMessage="The chosen stations know no such message"
                disabled={messages === undefined}
                data={[...new Set([...(messages?.keys() ?? []), ...(message === null ? [] : [message])])]}
                renderOption={({ option }) => (
                    <div>
                        <Text size="sm">{option.value}</Text>
                        <Text size="xs" c="dimmed">
                            {messages?.get(option.value)?.summary}
                        </Text>
                    </div>
                )}
                value={message}
                onChange={(action) => choose(action ?? undefined)}
            />
        </>
    );
}
