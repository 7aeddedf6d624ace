import { Textarea } from "@mantine/core";
import type { ReactElement } from "react";
import type { Draft } from "./draft";
import classes from "./JsonEditor.module.css";

/** The value of a form as JSON. */
export function JsonEditor({ draft, type }: { draft: Draft; type(text: string): void }): ReactElement {
    return (
        <Textarea
            label="JSON"
            description="What is sent. The fields follow what you type here."
            error={draft.fault === null ? undefined : `This is no JSON yet: ${draft.fault}`}
            classNames={{ input: classes["code"] ?? "" }}
            autosize
            minRows={6}
            maxRows={24}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            value={draft.text}
            onChange={(event) => type(event.currentTarget.value)}
        />
    );
}
