import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { CommandView } from "../../api/schema";
import classes from "./Answer.module.css";

/** What the station has said, on one line: in words where there are any. */
export function Answer({ command }: { command: CommandView }): ReactElement | null {
    const { answer, detail } = command;
    if (detail !== null) {
        return <Text size="sm">{detail}</Text>;
    }
    return answer === null ? null : <code className={classes["line"]}>{JSON.stringify(answer)}</code>;
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
