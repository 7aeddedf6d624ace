import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../api/client";
import { SESSION_KEY } from "./session";

const ATTEMPTS = 3;

/** What has been read from the server. Who is told to log in again, has no session any more. */
export const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: endSessionIfRefused }),
    mutationCache: new MutationCache({ onError: endSessionIfRefused }),
    defaultOptions: {
        queries: {
            // The live stream says when something is old.
            staleTime: 30_000,
            retry: (failures, error) => failures < ATTEMPTS && error instanceof ApiProblem && error.isPassing,
        },
    },
});

function endSessionIfRefused(error: Error): void {
    if (error instanceof ApiProblem && error.status === 401) {
        queryClient.setQueryData(SESSION_KEY, null);
    }
}
