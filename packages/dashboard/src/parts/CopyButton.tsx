import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactElement } from "react";

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }): ReactElement {
    const clipboard = useClipboard({ timeout: 2000 });
    return (
        <Button
            size="xs"
            variant="default"
            leftSection={clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            onClick={() => clipboard.copy(text)}
        >
            <span aria-live="polite">
                {clipboard.copied ? "Copied" : clipboard.error ? "Select and copy it" : label}
            </span>
        </Button>
    );
}
