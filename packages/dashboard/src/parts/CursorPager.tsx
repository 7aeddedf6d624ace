import { Button, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { Pages } from "./usePages";

/** Says how much of a list is shown, and loads more of it. `noun` is that of one, such as "station". */
export function CursorPager<T>({
    pages,
    noun,
    nouns = `${noun}s`,
}: {
    pages: Pages<T>;
    noun: string;
    nouns?: string;
}): ReactElement | null {
    if (pages.items === undefined || pages.items.length === 0) {
        return null;
    }
    return (
        <Group justify="space-between" mt="sm">
            <Text size="sm" c="dimmed" aria-live="polite">
                {pages.items.length} {pages.items.length === 1 ? noun : nouns}{" "}
                {pages.hasMore ? "shown, and there are more" : "in all"}
            </Text>
            {pages.hasMore && (
                <Button
                    variant="default"
                    size="xs"
                    disabled={pages.isStale}
                    loading={pages.isLoadingMore}
                    onClick={() => pages.loadMore()}
                >
                    Load more
                </Button>
            )}
        </Group>
    );
}
