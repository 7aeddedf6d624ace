import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { ReactNode } from "react";

/**
 * Asks before something that cannot be taken back, or stops a charge; returns whether it is wanted.
 *
 * @param title the question: "Stop transaction 17?"
 * @param effect what will happen, to whom: "The car at CP1, EVSE 1 stops charging at once."
 * @param action what the button says, a verb: "Stop the charge".
 */
export function confirm({
    title,
    effect,
    action,
}: {
    title: string;
    effect: ReactNode;
    action: string;
}): Promise<boolean> {
    return new Promise((resolve) => {
        modals.openConfirmModal({
            title,
            children: (
                <Text component="div" size="sm">
                    {effect}
                </Text>
            ),
            labels: { confirm: action, cancel: "Cancel" },
            confirmProps: { color: "red" },
            // The safe answer is the one that Enter gives.
            cancelProps: { "data-autofocus": true },
            onConfirm: () => resolve(true),
            onCancel: () => resolve(false),
            onClose: () => resolve(false),
        });
    });
}
