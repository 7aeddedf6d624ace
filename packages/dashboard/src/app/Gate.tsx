import { Center, Container, Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactElement, useEffect } from "react";
import { live } from "../api/live";
import { Failure } from "../parts/Failure";
import { LogIn } from "./LogIn";
import { router } from "./router";
import { SESSION_KEY, useSession } from "./session";

/** Shows the screens to who has logged in, and the log-in to others. The address stays, so that it is there after. */
export function Gate(): ReactElement {
    const session = useSession();
    const isIn = Boolean(session.data);
    useLiveWhile(isIn);
    useForgetting(session.data === null);
    if (session.data) {
        return <RouterProvider router={router} />;
    }
    if (session.data === null) {
        return <LogIn />;
    }
    if (session.error !== null) {
        return (
            <Container component="main" size="xs" py="xl">
                <Failure error={session.error} retry={() => void session.refetch()} />
            </Container>
        );
    }
    return (
        <Center component="main" h="100dvh">
            <Loader aria-label="Loading" />
        </Center>
    );
}

/** Keeps the live stream open while somebody is there. */
function useLiveWhile(isIn: boolean): void {
    const client = useQueryClient();
    useEffect(() => {
        if (!isIn) {
            return;
        }
        live.open();
        const ends = [
            // Whatever was read may be old now.
            live.listenToMissed(() => void client.invalidateQueries()),
            // The stream does not say why it failed: the login may have ended.
            live.listenToState(() => {
                if (live.state.kind === "reconnecting") {
                    void client.invalidateQueries({ queryKey: SESSION_KEY });
                }
            }),
            onWindow("online", () => live.hurry()),
            onWindow("offline", () => live.lose()),
            onWindow("focus", () => live.hurry()),
        ];
        return () => {
            for (const end of ends) {
                end();
            }
            live.close();
        };
    }, [isIn, client]);
}

/** Forgets what was read, when nobody is there any more: once the screens are gone, which would read it again. */
function useForgetting(isOut: boolean): void {
    const client = useQueryClient();
    useEffect(() => {
        if (isOut) {
            client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
        }
    }, [isOut, client]);
}

function onWindow(name: "online" | "offline" | "focus", listener: () => void): () => void {
    window.addEventListener(name, listener);
    return () => window.removeEventListener(name, listener);
}
