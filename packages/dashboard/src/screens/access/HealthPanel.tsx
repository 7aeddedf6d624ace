import { Alert, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import { answered, api } from "../../api/client";
import type { ServerHealth } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { formatDuration, formatNumber, secondsBetween } from "../../parts/format";
import { Panel } from "../../parts/Panel";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { formatBytes, formatDelay } from "./amounts";
import classes from "./HealthPanel.module.css";

const AGAIN_MS = 3000;

/** How the server is, looked at every few seconds. */
export function HealthPanel(): ReactElement {
    const { data, error, refetch } = useQuery({
        queryKey: ["health"],
        queryFn: ({ signal }) => answered(api.GET("/api/v1/health", { signal })),
        refetchInterval: AGAIN_MS,
    });
    return (
        <Panel>
            <Group justify="space-between" mb="xs">
                <Title order={2} size="h4">
                    Server
                </Title>
                {data !== undefined && error === null && (
                    <Text size="xs" c="dimmed">
                        As of <Time at={data.at} isShort />, every {AGAIN_MS / 1000} s
                    </Text>
                )}
            </Group>
            {error !== null ? (
                <Failure error={error} retry={() => void refetch()} />
            ) : data === undefined ? (
                <Skeleton height={240} />
            ) : (
                <Stack gap="md">
                    <Findings health={data} />
                    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg" verticalSpacing="md">
                        {groupsOf(data).map(({ title, facts }) => (
                            <section key={title} aria-label={title}>
                                <Title order={3} size="h6" mb={4}>
                                    {title}
                                </Title>
                                <dl className={classes["facts"]}>
                                    {facts.map((fact) => (
                                        <div key={fact.title} className={classes["fact"]}>
                                            <dt>{fact.title}</dt>
                                            <dd>{fact.value}</dd>
                                        </div>
                                    ))}
                                </dl>
                            </section>
                        ))}
                    </SimpleGrid>
                </Stack>
            )}
        </Panel>
    );
}

/** What is not as it should be, and what helps. */
function Findings({ health }: { health: ServerHealth }): ReactElement {
    if (health.findings.length === 0) {
        return (
            <div role="status">
                <StatusBadge tone="good">All is well</StatusBadge>
            </div>
        );
    }
    return (
        <Stack gap="xs" role="status">
            {health.findings.map(({ code, severity, text, remedy }) => (
                <Alert
                    key={code}
                    variant="outline"
                    color={severity === "error" ? "red" : severity === "warning" ? "yellow" : "gray"}
                    title={text}
                    icon={severity === "note" ? <IconInfoCircle aria-hidden /> : <IconAlertTriangle aria-hidden />}
                >
                    {remedy}
                </Alert>
            ))}
        </Stack>
    );
}

interface Fact {
    title: string;
    value: ReactNode;
}

function groupsOf(health: ServerHealth): { title: string; facts: Fact[] }[] {
    const { database, writer, links, loop, frames, disk, versions } = health;
    const versionsOfLinks = Object.entries(links.by_version)
        .filter(([, count]) => count > 0)
        .map(([version, count]) => `${count} with ${version}`)
        .join(", ");
    return [
        {
            title: "Database",
            facts: [
                {
                    title: "State",
                    value: database.is_available ? (
                        <StatusBadge tone="good">Answers</StatusBadge>
                    ) : (
                        <StatusBadge tone="bad">Does not answer</StatusBadge>
                    ),
                },
                ...(database.error === null ? [] : [{ title: "Error", value: database.error }]),
                { title: "Size", value: formatBytes(database.size_bytes) },
                { title: "Disk free", value: `${formatBytes(disk.free_bytes)} of ${formatBytes(disk.size_bytes)}` },
                { title: "Folder", value: disk.path },
            ],
        },
        {
            title: "Writer queue",
            facts: [
                { title: "Waiting", value: `${formatNumber(writer.waiting, 0)} of ${formatNumber(writer.limit, 0)}` },
                { title: "Delay", value: formatDelay(writer.delay_s) },
                { title: "Commits", value: formatNumber(writer.commits, 0) },
            ],
        },
        {
            title: "Links of stations",
            facts: [
                {
                    title: "State",
                    value: links.is_listening ? (
                        <StatusBadge tone="good">Stations can connect</StatusBadge>
                    ) : (
                        <StatusBadge tone="bad">Nobody can connect</StatusBadge>
                    ),
                },
                { title: "Open", value: [formatNumber(links.open, 0), versionsOfLinks].filter(Boolean).join(": ") },
                {
                    title: "Since the start",
                    value: `${formatNumber(links.opened, 0)} opened, ${formatNumber(links.refused, 0)} refused`,
                },
                {
                    title: "Messages",
                    value: `${formatNumber(links.messages_received, 0)} in, ${formatNumber(links.messages_sent, 0)} out`,
                },
            ],
        },
        {
            title: "Loop",
            facts: [
                { title: "Delay", value: formatDelay(loop.delay_s) },
                { title: "Longest in a minute", value: formatDelay(loop.delay_max_s) },
                { title: "Watching pages and programs", value: formatNumber(health.watchers, 0) },
            ],
        },
        {
            title: "Message log",
            facts: frames.is_recorded
                ? [
                      { title: "Recorded", value: formatNumber(frames.recorded, 0) },
                      { title: "Left out", value: formatNumber(frames.dropped, 0) },
                      {
                          title: "Waiting",
                          value: `${formatNumber(frames.waiting, 0)}, ${formatBytes(frames.waiting_bytes)}`,
                      },
                      { title: "Size", value: formatBytes(frames.size_bytes) },
                  ]
                : [{ title: "State", value: <StatusBadge tone="off">Switched off</StatusBadge> }],
        },
        {
            title: "Versions",
            facts: [
                { title: "csms", value: versions.csms },
                { title: "csms-ocpp", value: versions.ocpp },
                { title: "Python", value: versions.python },
                {
                    title: database.kind === "sqlite" ? "SQLite" : "PostgreSQL",
                    value: versions.database ?? "not known",
                },
                {
                    title: "Started",
                    value: (
                        <>
                            <Time at={health.started_at} />,{" "}
                            {formatDuration(secondsBetween(health.started_at, health.at))} ago
                        </>
                    ),
                },
            ],
        },
    ];
}
