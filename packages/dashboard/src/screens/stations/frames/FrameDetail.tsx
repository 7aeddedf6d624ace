import { Anchor, CloseButton, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useEffect, useRef } from "react";
import { answered, api } from "../../../api/client";
import type { Frame } from "../../../api/schema";
import { CopyButton } from "../../../parts/CopyButton";
import { Failure } from "../../../parts/Failure";
import { formatDuration } from "../../../parts/format";
import { StatusBadge } from "../../../parts/StatusBadge";
import { Time } from "../../../parts/Time";
import classes from "./FrameDetail.module.css";
import { asCsmsSend, hasMask, isCall, kindInWords, prettyJson, toneOfAnswer, wayInWords } from "./frames";

const UNANSWERED_MS = 2000;

/** A frame with what belongs to it: the call and its answer, side by side. */
export function FrameDetail({
    identity,
    number,
    zone,
    close,
    only,
}: {
    identity: string;
    number: number;
    zone: string;
    close(): void;
    /** Shows nothing but the frames with a message id. */
    only(message: string): void;
}): ReactElement {
    const { data, error, refetch } = useQuery({
        queryKey: ["stations", "frame", identity, number],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations/{identity}/frames/{number}", {
                    params: { path: { identity, number } },
                    signal,
                }),
            ),
        // The answer to a call that was opened at once may still be on its way.
        refetchInterval: ({ state }) =>
            state.data !== undefined && isCall(state.data.frame) && state.data.counterpart === null
                ? UNANSWERED_MS
                : false,
    });
    const section = useRef<HTMLElement>(null);
    const isRead = data !== undefined;
    useEffect(() => {
        if (isRead) {
            // Its answer is a promise in some browsers, and no clean-up.
            void section.current?.scrollIntoView({ block: "nearest" });
        }
    }, [isRead]);
    if (error !== null && data === undefined) {
        return <Failure error={error} retry={() => void refetch()} />;
    }
    if (data === undefined) {
        return <Skeleton height={160} mt="sm" />;
    }
    const { frame, counterpart } = data;
    const [call, answer] = isCall(frame) || counterpart === null ? [frame, counterpart] : [counterpart, frame];
    const isOwn = !isCall(frame) && counterpart === null;
    const command = asCsmsSend(call);
    const latencyS = answer?.latency_s ?? frame.latency_s;
    return (
        <section ref={section} className={classes["detail"]} aria-label="Opened frame">
            <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
                <Group gap="xs">
                    <Title order={3} size="h6">
                        {frame.action ?? kindInWords(frame.kind)}
                    </Title>
                    {answer !== null && (
                        <StatusBadge tone={toneOfAnswer(answer) ?? "note"}>{answer.outcome ?? "Answered"}</StatusBadge>
                    )}
                    {latencyS !== null && <Text size="sm">answered in {formatDuration(latencyS)}</Text>}
                    {call.message_id !== null && (
                        <Text size="xs" c="dimmed" className={classes["id"]}>
                            message{" "}
                            <Anchor
                                component="button"
                                type="button"
                                size="xs"
                                underline="always"
                                onClick={() => only(call.message_id ?? "")}
                            >
                                {call.message_id}
                            </Anchor>
                        </Text>
                    )}
                </Group>
                <CloseButton aria-label="Close the frame" onClick={close} />
            </Group>
            <div className={classes["pair"]}>
                <One frame={call} zone={zone} />
                {answer !== null ? (
                    <One frame={answer} zone={zone} />
                ) : (
                    <Text size="sm" c="dimmed">
                        {isOwn
                            ? "The call that it answers is not kept."
                            : isCall(call)
                              ? "There is no answer, or not yet."
                              : ""}
                    </Text>
                )}
            </div>
            {command !== null && (
                <Stack gap={4} mt="xs" align="flex-start">
                    <CopyButton text={command} label="Copy as csms send" />
                    {hasMask(call) && (
                        <Text size="xs" c="dimmed">
                            Secrets are ***: put them in before you send it.
                        </Text>
                    )}
                </Stack>
            )}
        </section>
    );
}

function One({ frame, zone }: { frame: Frame; zone: string }): ReactElement {
    return (
        <div className={classes["one"]}>
            <Group gap="xs" justify="space-between">
                <Text size="xs" c="dimmed" component="div">
                    {wayInWords(frame.direction)}, {kindInWords(frame.kind).toLowerCase()},{" "}
                    <Time at={frame.at} zone={zone} />
                </Text>
                <CopyButton text={frame.text} />
            </Group>
            <pre className={classes["json"]}>{prettyJson(frame.text)}</pre>
        </div>
    );
}
