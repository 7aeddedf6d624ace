import { keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

/** A page of a list, as the API answers it. */
export interface ListPage<T> {
    items: T[];
    next: string | null;
}

/** A list that is read page by page. */
export interface Pages<T> {
    /** All that was read; undefined: nothing yet. */
    items: T[] | undefined;
    /** What is wrong, if the last attempt has failed. */
    error: Error | null;
    /** They are still those of other filters. */
    isStale: boolean;
    hasMore: boolean;
    isLoadingMore: boolean;
    loadMore(): void;
    retry(): void;
}

/**
 * Reads a list page by page.
 *
 * @param queryKey what is read, and all that narrows it down.
 * @param read asks for the page at a cursor; without one, for the first.
 */
export function usePages<T>(
    queryKey: QueryKey,
    read: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>,
): Pages<T> {
    const query = useInfiniteQuery({
        queryKey,
        queryFn: ({ pageParam, signal }) => read(pageParam, signal),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (last) => last.next,
        // Who chooses another filter sees no hole meanwhile.
        placeholderData: keepPreviousData,
    });
    const items = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
    return {
        items,
        error: query.error,
        isStale: query.isPlaceholderData,
        hasMore: query.hasNextPage,
        isLoadingMore: query.isFetchingNextPage,
        loadMore: () => void query.fetchNextPage(),
        retry: () => void query.refetch(),
    };
}
