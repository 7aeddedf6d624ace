import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ErrorBoundary } from "./ErrorBoundary";
import { Gate } from "./Gate";
import { nonce } from "./nonce";
import { queryClient } from "./queryClient";
import { theme } from "./theme";

/** So long a message stands that says that something was done: time enough to look up and to read it. */
const MESSAGE_MS = 8000;

/** The whole dashboard. */
export function App(): ReactElement {
    return (
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
            <ErrorBoundary>
                <QueryClientProvider client={queryClient}>
                    <ModalsProvider>
                        <Notifications position="bottom-right" autoClose={MESSAGE_MS} />
                        <Gate />
                    </ModalsProvider>
                </QueryClientProvider>
            </ErrorBoundary>
        </MantineProvider>
    );
}
