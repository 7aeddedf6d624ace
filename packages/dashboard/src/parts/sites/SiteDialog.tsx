import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactElement, useState } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { Site } from "../../api/schema";
import { Failure } from "../Failure";
import { formatTimeOfDay, ownZone } from "../format";
import { notifyDone } from "../notify";
import { useIsPhone } from "../useIsPhone";
import { useNowMs } from "../useNowMs";
import { isLike, zonesWith } from "./zones";

const MOST_ZONES = 60;

/**
 * Makes a site, or changes one.
 *
 * @param site undefined: it is to be made.
 * @param done is given the site as it is then.
 */
export function SiteDialog({
    site,
    close,
    done,
}: {
    site?: Site | undefined;
    close(): void;
    done?(site: Site): void;
}): ReactElement {
    const isPhone = useIsPhone();
    return (
        <Modal
            opened
            onClose={close}
            title={site === undefined ? "New site" : `Site ${site.name}`}
            fullScreen={isPhone}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            <SiteForm site={site} close={close} done={done} />
        </Modal>
    );
}

function SiteForm({
    site,
    close,
    done,
}: {
    site: Site | undefined;
    close(): void;
    done: ((site: Site) => void) | undefined;
}): ReactElement {
    const client = useQueryClient();
    const [name, setName] = useState(site?.name ?? "");
    const [address, setAddress] = useState(site?.address ?? "");
    const [zone, setZone] = useState(site?.time_zone ?? ownZone());
    const save = useMutation({
        mutationFn: () => {
            const body = { name: name.trim(), address: address.trim(), time_zone: zone };
            return answered(
                site === undefined
                    ? api.POST("/api/v1/sites", { body })
                    : api.PATCH("/api/v1/sites/{number}", { params: { path: { number: site.id } }, body }),
            );
        },
        onSuccess: async (saved) => {
            notifyDone(site === undefined ? `${saved.name} is made` : `${saved.name} is changed`);
            // Whoever chooses it at once finds it among the others.
            await client.invalidateQueries({ queryKey: ["sites"] });
            done?.(saved);
            close();
        },
    });
    const problem = save.error instanceof ApiProblem ? save.error : null;
    const nameFault = problem?.status === 409 ? problem.message : problem?.faultAt("body.name");
    const isToldAtField = nameFault !== undefined;

    function submit(event: FormEvent): void {
        event.preventDefault();
        // It may stand in another form.
        event.stopPropagation();
        save.mutate();
    }

    return (
        <form onSubmit={submit}>
            <Stack gap="sm">
                <TextInput
                    label="Name"
                    placeholder="Depot North"
                    required
                    data-autofocus
                    maxLength={100}
                    pattern=".*\S.*"
                    title="What people call it"
                    value={name}
                    onChange={(event) => setName(event.currentTarget.value)}
                    error={nameFault}
                />
                <Textarea
                    label="Address"
                    placeholder="1 Harbour Road, Hamburg"
                    autosize
                    minRows={1}
                    maxRows={4}
                    maxLength={500}
                    value={address}
                    onChange={(event) => setAddress(event.currentTarget.value)}
                    error={problem?.faultAt("body.address")}
                />
                <ZoneSelect zone={zone} setZone={setZone} fault={problem?.faultAt("body.time_zone")} />
                {save.error !== null && !isToldAtField && <Failure error={save.error} />}
                <Group justify="flex-end" gap="xs">
                    <Button variant="default" onClick={close}>
                        Cancel
                    </Button>
                    <Button type="submit" loading={save.isPending}>
                        {site === undefined ? "Make it" : "Save"}
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

function ZoneSelect({
    zone,
    setZone,
    fault,
}: {
    zone: string;
    setZone(zone: string): void;
    fault: string | undefined;
}): ReactElement {
    const [zones] = useState(() => zonesWith(zone));
    const time = formatTimeOfDay(new Date(useNowMs()).toISOString(), zone).slice(0, 5);
    return (
        <Select
            label="Time zone"
            description={`In which its times are shown; it is ${time} there now`}
            inputWrapperOrder={["label", "input", "description", "error"]}
            required
            searchable
            allowDeselect={false}
            nothingFoundMessage="No zone has this in its name; cities have one, such as Berlin"
            maxDropdownHeight={240}
            limit={MOST_ZONES}
            filter={({ options, search, limit }) =>
                options.filter((option) => "value" in option && isLike(option.value, search)).slice(0, limit)
            }
            data={zones}
            value={zone}
            onChange={(chosen) => chosen !== null && setZone(chosen)}
            error={fault}
        />
    );
}
