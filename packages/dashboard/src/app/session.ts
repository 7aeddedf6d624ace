/** Who has logged in. */

import {
    type UseMutationResult,
    type UseQueryResult,
    useMutation,
    useQuery,
    useQueryClient,
} from "@tanstack/react-query";
import { answered, api, hasLogin } from "../api/client";
import { live } from "../api/live";
import type { Me } from "../api/schema";
import { forgetAll } from "../parts/leaving";

export const SESSION_KEY = ["session"];

/** Returns who has logged in; null: nobody. */
export function useSession(): UseQueryResult<Me | null> {
    return useQuery({
        queryKey: SESSION_KEY,
        // Without a cookie there is nobody to ask about.
        queryFn: ({ signal }) => (hasLogin() ? answered(api.GET("/api/v1/me", { signal })) : null),
        staleTime: Number.POSITIVE_INFINITY,
    });
}

/** Logs in. */
export function useLogIn(): UseMutationResult<unknown, Error, { name: string; password: string }> {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (body) => answered(api.POST("/api/v1/login", { body })),
        onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
    });
}

/** Logs out, and forgets what was done here; what was read is forgotten when nobody is there (`Gate`). */
export function useLogOut(): UseMutationResult<unknown, Error, void> {
    const client = useQueryClient();
    return useMutation({
        mutationFn: () => answered(api.POST("/api/v1/logout")),
        onSuccess: () => {
            live.close();
            forgetAll();
            client.setQueryData(SESSION_KEY, null);
        },
    });
}
