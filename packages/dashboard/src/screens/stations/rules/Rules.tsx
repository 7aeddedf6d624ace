import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { StationViolation } from "../../../api/schema";
import { EmptyState } from "../../../parts/EmptyState";
import { Failure } from "../../../parts/Failure";
import { formatNumber } from "../../../parts/format";
import { Time } from "../../../parts/Time";
import { inWords } from "../../../parts/tones";
import { useViolations } from "../timeline/useTimeline";
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

/**
 * Which rules a station breaks and is tolerated: how often, since when, and an example.
 *
 * @param showFrame shows the frames of an action ("": any) that came up to a time.
 */
export function Rules({
    identity,
    zone,
    showFrame,
}: {
    identity: string;
    zone: string;
    showFrame(action: string, at: string): void;
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
                <Rule key={`${each.rule} ${each.action}`} violation={each} zone={zone} showFrame={showFrame} />
            ))}
        </ul>
    );
}

function Rule({
    violation: { rule, action, count, first_at, last_at, example },
    zone,
    showFrame,
}: {
    violation: StationViolation;
    zone: string;
    showFrame(action: string, at: string): void;
}): ReactElement {
    return (
        <li className={classes["rule"]}>
            <Stack gap={4}>
                <Group justify="space-between" gap="xs" wrap="nowrap">
                    <Text fw={600} size="sm" className={classes["name"]}>
                        {inWords(rule)}
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
                    <Button size="compact-xs" variant="default" onClick={() => showFrame(action, last_at)}>
                        Show the frame
                    </Button>
                </Group>
            </Stack>
        </li>
    );
}
