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

/** The whole dashboard. */
export function App(): ReactElement {
    return (
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
            <ErrorBoundary>
                <QueryClientProvider client={queryClient}>
                    <ModalsProvider>
                        <Notifications position="bottom-right" />
                        <Gate />
                    </ModalsProvider>
                </QueryClientProvider>
            </ErrorBoundary>
        </MantineProvider>
    );
}
