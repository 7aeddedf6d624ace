import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import type { Station } from "../../../api/schema";
import { type Fact, Facts } from "../../../parts/Facts";
import { formatDuration } from "../../../parts/format";
import { AnchorLink } from "../../../parts/links";
import { Since } from "../../../parts/quantities";
import { StatusBadge } from "../../../parts/StatusBadge";
import { Time } from "../../../parts/Time";
import { capital, inWords, toneOfAdmission, toneOfConnector } from "../../../parts/tones";
import { useSites } from "../../../parts/useSites";
import classes from "./StationFacts.module.css";
import { StationForm } from "./StationForm";

const PROFILES = ["It says who it is", "A password", "A password over TLS", "A certificate of its own"];

/** What is known of a station, and how it is to be taken. */
export function StationFacts({ station, zone }: { station: Station; zone: string }): ReactElement {
    const [isEdited, setIsEdited] = useState(false);
    const { byNumber } = useSites();
    const site = station.site === null ? undefined : byNumber.get(station.site);
    if (isEdited) {
        return <StationForm station={station} close={() => setIsEdited(false)} />;
    }
    return (
        <Stack gap="md">
            <Part
                title="Here"
                action={
                    <Button
                        size="compact-xs"
                        variant="default"
                        leftSection={<IconPencil size={14} aria-hidden />}
                        onClick={() => setIsEdited(true)}
                    >
                        Edit
                    </Button>
                }
                facts={[
                    {
                        title: "Admission",
                        value: (
                            <StatusBadge tone={toneOfAdmission(station.admission)}>
                                {capital(inWords(station.admission))}
                            </StatusBadge>
                        ),
                    },
                    {
                        title: "Site",
                        value:
                            site === undefined ? null : (
                                <AnchorLink to="/stations" search={{ site: String(site.id) }} inherit>
                                    {site.name}
                                </AnchorLink>
                            ),
                    },
                    { title: "Times shown in", value: zone },
                    { title: "Known since", value: <Time at={station.created_at} zone={zone} /> },
                ]}
            >
                {station.note !== "" && <Text className={classes["note"]}>{station.note}</Text>}
            </Part>
            <Part title="Connectors" facts={connectorFacts(station)} />
            <Part title="Connection" facts={connectionFacts(station, zone)} />
            <Part title="Charger" facts={chargerFacts(station, zone)} />
            <Part title="How it is taken" facts={handlingFacts(station)} />
        </Stack>
    );
}

function Part({
    title,
    facts,
    action,
    children,
}: {
    title: string;
    facts: Fact[];
    action?: ReactElement;
    children?: ReactElement | false;
}): ReactElement {
    return (
        <section>
            <Group justify="space-between" mb={4}>
                <Title order={2} size="h6">
                    {title}
                </Title>
                {action}
            </Group>
            {facts.length > 0 ? <Facts facts={facts} /> : <Text size="sm">It has told of none yet.</Text>}
            {children}
        </section>
    );
}

function connectorFacts({ connectors }: Station): Fact[] {
    return connectors.map((each) => ({
        title:
            each.evse === 0
                ? "The station itself"
                : each.connector === 0
                  ? `EVSE ${each.evse}`
                  : `EVSE ${each.evse}, connector ${each.connector}`,
        value: (
            <>
                <StatusBadge tone={toneOfConnector(each.status)}>{inWords(each.status)}</StatusBadge>{" "}
                <Text span size="xs" c="dimmed">
                    for <Since at={each.since} />
                </Text>
                {[each.error_code, each.vendor_error_code, each.error_info].filter(Boolean).join(" · ")}
            </>
        ),
    }));
}

function connectionFacts(station: Station, zone: string): Fact[] {
    return [
        { title: "OCPP", value: station.version },
        {
            title: station.is_connected ? "Online since" : "Offline since",
            value: (
                <Time
                    at={station.is_connected ? station.connected_at : station.disconnected_at}
                    zone={zone}
                    missing={station.is_connected ? "–" : "It has not come yet"}
                />
            ),
        },
        { title: "From", value: station.remote_address },
        { title: "Last heard of", value: <Time at={station.last_seen_at} zone={zone} missing="Never" /> },
        {
            title: "Security profile, at least",
            value: `${station.security_profile}: ${PROFILES[station.security_profile] ?? ""}`,
        },
        { title: "Password", value: station.has_password ? "Set" : "None" },
        ...given("Certificate names", station.certificate_name),
        ...given("Certificate issued by", station.certificate_issuer),
    ];
}

function chargerFacts(station: Station, zone: string): Fact[] {
    return [
        { title: "Vendor", value: station.vendor },
        { title: "Model", value: station.model },
        { title: "Serial number", value: station.serial_number },
        { title: "Firmware", value: station.firmware },
        { title: "Booted", value: <Time at={station.booted_at} zone={zone} missing="Never" /> },
        ...given("Reason of the boot", station.boot_reason),
        ...given("Meter", [station.meter_type, station.meter_serial_number].filter(Boolean).join(" ") || null),
        ...given("SIM card", station.iccid),
        ...given("Subscriber", station.imsi),
    ];
}

function handlingFacts(station: Station): Fact[] {
    const tolerances =
        station.tolerances === null
            ? "All that is known"
            : station.tolerances.length === 0
              ? "Nothing"
              : station.tolerances.map(inWords).join(", ");
    return [
        { title: "Repaired in its messages", value: station.is_strict ? "Nothing: it is taken strictly" : tolerances },
        { title: "Zone of times without one", value: station.time_zone },
        { title: "Who may charge", value: station.is_free ? "Everybody" : "Tokens that are known" },
        ...given(
            "Pause before each answer",
            station.response_delay_s > 0 ? formatDuration(station.response_delay_s) : null,
        ),
        ...given("Version to speak", station.subprotocol),
    ];
}

function given(title: string, value: string | null): Fact[] {
    return value === null ? [] : [{ title, value }];
}
