import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { StationViolation } from "../../../api/schema";
import { EmptyState } from "../../../parts/EmptyState";
import { Failure } from "../../../parts/Failure";
import { formatNumber } from "../../../parts/format";
import { notifyProblem } from "../../../parts/notify";
import { Time } from "../../../parts/Time";
import { capital, inWords } from "../../../parts/tones";
import { useViolations } from "../timeline/useTimeline";
import { brokenFrame } from "./brokenFrame";
import classes from "./Rules.module.css";

const MEANINGS: Record<string, string> = {
    noise: "It sends empty messages or modem commands, which are ignored.",
    broken_json: "Its messages are no proper JSON, and are repaired.",
    empty_words: "Optional fields are empty where a word, number or time belongs; they count as absent.",
    too_long: "Texts are longer than OCPP lets them be, and are cut.",
    extra_fields: "Messages have fields that OCPP does not know, which are dropped.",
    wrong_types: "Numbers are sent as texts, or texts as numbers, and are converted.",
    odd_words: "Words are spelled in another way than OCPP does, and are understood or dropped.",
    odd_timestamps: "Times are written in another way, or lack their zone, and are rewritten.",
};

type ShowFrame = (frame: number | undefined, action: string, at: string) => void;

/**
 * Which rules a station breaks and is tolerated: how often, since when, and an example.
 *
 * @param showFrame opens a frame (undefined: it is not kept any more), among those of an action ("": any) at a time.
 */
export function Rules({
    identity,
    zone,
    showFrame,
}: {
    identity: string;
    zone: string;
    showFrame: ShowFrame;
}): ReactElement {
    const { violations, error, retry } = useViolations(identity);
    if (error !== null && violations === undefined) {
        return <Failure error={error} retry={retry} />;
    }
    if (violations?.length === 0) {
        return (
            <EmptyState title="It breaks no rule">
                What a charger does against OCPP and is tolerated is counted here, with an example.
            </EmptyState>
        );
    }
    return (
        <ul className={classes["list"]} aria-label="Rules that are broken">
            {violations?.map((each) => (
                <Rule
                    key={`${each.rule} ${each.action}`}
                    identity={identity}
                    violation={each}
                    zone={zone}
                    showFrame={showFrame}
                />
            ))}
        </ul>
    );
}

function Rule({
    identity,
    violation: { rule, action, count, first_at, last_at, example },
    zone,
    showFrame,
}: {
    identity: string;
    violation: StationViolation;
    zone: string;
    showFrame: ShowFrame;
}): ReactElement {
    const show = useMutation({
        mutationFn: () => brokenFrame(identity, action, last_at),
        onSuccess: (frame) => showFrame(frame, action, last_at),
        onError: notifyProblem,
    });
    return (
        <li className={classes["rule"]}>
            <Stack gap={4}>
                <Group justify="space-between" gap="xs" wrap="nowrap">
                    <Text fw={600} size="sm" className={classes["name"]}>
                        {capital(inWords(rule))}
                        {action !== "" && ` in ${action}`}
                    </Text>
                    <Text size="sm" className={classes["count"]}>
                        {count === 1 ? "once" : `${formatNumber(count, 0)} times`}
                    </Text>
                </Group>
                {MEANINGS[rule] !== undefined && <Text size="sm">{MEANINGS[rule]}</Text>}
                <Text size="xs" c="dimmed" component="div">
                    Since <Time at={first_at} zone={zone} />, last <Time at={last_at} zone={zone} />
                </Text>
                <code className={classes["example"]}>{example}</code>
                <Group>
                    <Button size="compact-xs" variant="default" loading={show.isPending} onClick={() => show.mutate()}>
                        Show the frame
                    </Button>
                </Group>
            </Stack>
        </li>
    );
}
