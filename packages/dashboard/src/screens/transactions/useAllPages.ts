import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ListPage } from "../../parts/usePages";

interface Kept<T> {
    items: T[];
    /** The cursor of the last page, and how many items are before it: what is new comes there. */
    last: { cursor: string | undefined; before: number };
}

/** A list, from its begin to its end. */
export interface WholeList<T> {
    /** undefined: it is not here yet. */
    items: T[] | undefined;
    error: Error | null;
    retry(): void;
}

/**
 * Reads all pages of a list that is in order of time.
 *
 * @param queryKey what is read.
 * @param isGrowing more comes at its end: only the last page is read again. When that is over, all of it is.
 * @param read asks for the page at a cursor; without one, for the first.
 */
export function useAllPages<T>(
    queryKey: QueryKey,
    isGrowing: boolean,
    read: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>,
): WholeList<T> {
    const client = useQueryClient();
    const key = [...queryKey, isGrowing ? "growing" : "whole"];
    const query = useQuery({
        queryKey: key,
        queryFn: async ({ signal }): Promise<Kept<T>> => {
            const kept = isGrowing ? client.getQueryData<Kept<T>>(key) : undefined;
            let items = kept?.items.slice(0, kept.last.before) ?? [];
            let cursor = kept?.last.cursor;
            for (;;) {
                const before = items.length;
                const page = await read(cursor, signal);
                items = items.concat(page.items);
                if (page.next === null) {
                    return { items, last: { cursor, before } };
                }
                cursor = page.next;
            }
        },
        placeholderData: keepPreviousData,
    });
    return { items: query.data?.items, error: query.error, retry: () => void query.refetch() };
}
