import { Button, Group, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useSites } from "../useSites";
import { SiteDialog } from "./SiteDialog";

/** Chooses a site, or makes one and chooses it. */
export function SiteSelect({
    site,
    setSite,
    fault,
}: {
    site: number | null;
    setSite(site: number | null): void;
    fault?: string | undefined;
}): ReactElement {
    const { all } = useSites();
    const [isMaking, setIsMaking] = useState(false);
    return (
        <>
            <Group gap="xs" wrap="nowrap" align="flex-end">
                <Select
                    label="Site"
                    placeholder={all.length === 0 ? "There are no sites yet" : "None"}
                    disabled={all.length === 0}
                    searchable
                    clearable
                    clearButtonProps={{ "aria-label": "No site" }}
                    nothingFoundMessage="No site has this in its name"
                    data={all.map((each) => ({ value: String(each.id), label: each.name }))}
                    value={site === null ? null : String(site)}
                    onChange={(value) => setSite(value === null ? null : Number(value))}
                    error={fault}
                    flex={1}
                />
                <Button
                    variant="default"
                    leftSection={<IconPlus size={16} aria-hidden />}
                    onClick={() => setIsMaking(true)}
                >
                    New site…
                </Button>
            </Group>
            {isMaking && <SiteDialog close={() => setIsMaking(false)} done={(made) => setSite(made.id)} />}
        </>
    );
}
