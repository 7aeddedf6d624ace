import { Text, Title } from "@mantine/core";
import { type ReactElement, type ReactNode, useId } from "react";
import type { Finding, Severity, TransactionDetails } from "../../api/schema";
import { Panel } from "../../parts/Panel";
import { StatusBadge, type Tone } from "../../parts/StatusBadge";
import classes from "./Findings.module.css";
import { remarkOf } from "./words";

const SEVERITIES: Record<Severity, [tone: Tone, text: string]> = {
    error: ["bad", "Problem"],
    warning: ["waiting", "Look at this"],
    note: ["note", "Note"],
};

/** Why a transaction went as it did, and what was repaired in what the station told of it. */
export function Findings({ transaction }: { transaction: TransactionDetails }): ReactElement {
    const flags = new Set(transaction.flags);
    const repaired = transaction.findings.filter((finding) => flags.has(finding.code));
    const others = transaction.findings.filter((finding) => !flags.has(finding.code));
    const hasFailed = others.some((finding) => finding.severity === "error");
    return (
        <>
            {others.length > 0 && (
                <List title={hasFailed ? "Why this failed" : "What to know"}>
                    {others.map((finding) => {
                        const [tone, text] = SEVERITIES[finding.severity];
                        return <Item key={finding.code + finding.text} finding={finding} tone={tone} badge={text} />;
                    })}
                </List>
            )}
            {repaired.length > 0 && (
                <List title="What was repaired">
                    {repaired.map((finding) => (
                        <Item
                            key={finding.code}
                            finding={finding}
                            tone={finding.severity === "note" ? "note" : "waiting"}
                            badge={remarkOf(finding.code).title}
                        />
                    ))}
                </List>
            )}
        </>
    );
}

function List({ title, children }: { title: string; children: ReactNode }): ReactElement {
    const id = useId();
    return (
        <Panel>
            <Title order={2} size="h5" mb="xs" id={id}>
                {title}
            </Title>
            <ul className={classes["list"]} aria-labelledby={id}>
                {children}
            </ul>
        </Panel>
    );
}

function Item({ finding, tone, badge }: { finding: Finding; tone: Tone; badge: string }): ReactElement {
    return (
        <li>
            <span>
                <StatusBadge tone={tone}>{badge}</StatusBadge>
            </span>
            <Text component="div" size="sm">
                {finding.text}
                {finding.remedy !== "" && (
                    <Text component="div" size="sm" c="dimmed">
                        {finding.remedy}
                    </Text>
                )}
            </Text>
        </li>
    );
}
