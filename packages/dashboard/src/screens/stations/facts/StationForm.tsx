import { Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../../api/client";
import type { Station, StationChange } from "../../../api/schema";
import { confirm } from "../../../parts/confirm";
import { Failure } from "../../../parts/Failure";
import { notifyDone } from "../../../parts/notify";
import { SiteSelect } from "../../../parts/sites/SiteSelect";
import { ADMISSIONS } from "../search";

const WORDS: Record<(typeof ADMISSIONS)[number], string> = {
    accepted: "Accepted: it may work",
    held: "Held: it waits until somebody accepts it",
    rejected: "Rejected: it is not let in",
};

/** Changes what people have decided about a station. */
export function StationForm({ station, close }: { station: Station; close(): void }): ReactElement {
    const client = useQueryClient();
    const [admission, setAdmission] = useState(station.admission);
    const [site, setSite] = useState(station.site);
    const [note, setNote] = useState(station.note);
    const { identity } = station;
    const change = useMutation({
        mutationFn: (body: StationChange) =>
            answered(api.PATCH("/api/v1/stations/{identity}", { params: { path: { identity } }, body })),
        onSuccess: () => {
            notifyDone(`${identity} is changed`);
            void client.invalidateQueries({ queryKey: ["stations"] });
            close();
        },
    });

    async function save(event: FormEvent): Promise<void> {
        event.preventDefault();
        const endsLink = admission === "rejected" && station.admission !== "rejected";
        const isSure =
            !endsLink ||
            (await confirm({
                title: `Reject ${identity}?`,
                effect: "Its link is closed at once, and it is not let in again. What it charges now may go on unseen.",
                action: "Reject it",
            }));
        if (isSure) {
            change.mutate({
                ...(admission === station.admission ? {} : { admission }),
                ...(note === station.note ? {} : { note }),
                site,
            });
        }
    }

    const problem = change.error instanceof ApiProblem ? change.error : null;
    return (
        <form onSubmit={(event) => void save(event)}>
            <Stack gap="sm">
                <Select
                    label="Admission"
                    data={ADMISSIONS.map((value) => ({ value, label: WORDS[value] }))}
                    value={admission}
                    onChange={(value) => setAdmission(ADMISSIONS.find((each) => each === value) ?? admission)}
                    allowDeselect={false}
                />
                <SiteSelect site={site} setSite={setSite} fault={problem?.faultAt("body.site")} />
                <Textarea
                    label="Note"
                    description="What people want to remember"
                    value={note}
                    onChange={({ currentTarget }) => setNote(currentTarget.value)}
                    autosize
                    minRows={2}
                    maxRows={8}
                    maxLength={2000}
                    error={problem?.faultAt("body.note")}
                />
                {change.error !== null && <Failure error={change.error} />}
                <Group gap="xs">
                    <Button type="submit" size="xs" loading={change.isPending}>
                        Save
                    </Button>
                    <Button size="xs" variant="default" onClick={close}>
                        Cancel
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}
