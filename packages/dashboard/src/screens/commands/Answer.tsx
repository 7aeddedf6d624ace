import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { CommandView } from "../../api/schema";
import classes from "./Answer.module.css";

/** What the station has said, on one line. */
export function Answer({ command }: { command: CommandView }): ReactElement | null {
    const answer = command.answer === null ? "" : JSON.stringify(command.answer);
    const hasAnswer = answer !== "" && answer !== "{}";
    return (
        <>
            {command.detail !== null && <Text size="sm">{command.detail}</Text>}
            {hasAnswer && <code className={classes["line"]}>{answer}</code>}
        </>
    );
}

/** JSON, written nicely. */
export function JsonBlock({ label, value }: { label: string; value: unknown }): ReactElement {
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit is scrolled with the keyboard
        <section className={classes["block"]} tabIndex={0} aria-label={label}>
            <pre>{JSON.stringify(value, null, 2)}</pre>
        </section>
    );
}
