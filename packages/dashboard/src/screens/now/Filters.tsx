import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactElement, useEffect, useState } from "react";
import type { Site } from "../../api/schema";
import { NO_SITE, type NowSearch } from "./search";

/** Narrows the tiles down to a site and to a text; what is chosen stands in the address. */
export function Filters({
    sites,
    search,
    onChange,
}: {
    sites: readonly Site[];
    search: NowSearch;
    onChange: (changed: NowSearch) => void;
}): ReactElement {
    const [text, setText] = useState(search.search ?? "");
    const said = search.search ?? "";
    // The address changes by other ways too: by going back, and by links.
    useEffect(() => setText((typed) => (typed.trim() === said ? typed : said)), [said]);
    return (
        <Group gap="xs" my="sm">
            <TextInput
                size="xs"
                aria-label="Search the connectors"
                placeholder="Station or token"
                leftSection={<IconSearch size={14} aria-hidden />}
                value={text}
                onChange={({ currentTarget: { value } }) => {
                    setText(value);
                    onChange({ search: value.trim() || undefined });
                }}
                flex="1 1 12rem"
                maw={320}
            />
            {sites.length > 0 && (
                <Select
                    size="xs"
                    aria-label="Site"
                    placeholder="All sites"
                    data={[
                        ...sites.map(({ id, name }) => ({ value: String(id), label: name })),
                        { value: NO_SITE, label: "Without a site" },
                    ]}
                    value={search.site ?? null}
                    onChange={(site) => onChange({ site: site ?? undefined })}
                    clearable
                    searchable
                    flex="1 1 10rem"
                    maw={260}
                />
            )}
            {(search.show ?? search.site ?? search.search) !== undefined && (
                <Button
                    size="xs"
                    variant="subtle"
                    onClick={() => onChange({ show: undefined, site: undefined, search: undefined })}
                >
                    Show all
                </Button>
            )}
        </Group>
    );
}
