import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { forgetAtLogOut } from "./leaving";
import { tellProblem } from "./problems";

const CLOSE = { "aria-label": "Close the message" };

forgetAtLogOut(() => notifications.clean());

/** Says for a while that something was done. */
export function notifyDone(message: string): void {
    notifications.show({
        message,
        color: "green",
        closeButtonProps: CLOSE,
        icon: <IconCheck size={18} aria-hidden />,
    });
}

/** Says that something has failed, until it is closed: what is wrong, and what to try. */
export function notifyProblem(error: unknown): void {
    const told = tellProblem(error);
    notifications.show({
        title: told.title,
        message: (
            <>
                {told.detail !== "" && (
                    <Text size="sm" style={{ whiteSpace: "pre-line" }}>
                        {told.detail}
                    </Text>
                )}
                <Text size="sm">{told.advice}</Text>
            </>
        ),
        color: "red",
        closeButtonProps: CLOSE,
        icon: <IconAlertTriangle size={18} aria-hidden />,
        autoClose: false,
        role: "alert",
    });
}
