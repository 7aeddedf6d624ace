import { Code, Group, Modal, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { answered, api } from "../../api/client";
import type { Entrance } from "../../api/schema";
import { useLive } from "../../api/useLive";
import { CopyButton } from "../../parts/CopyButton";
import { Failure } from "../../parts/Failure";
import { StationLink } from "../../parts/StationLink";
import { StatusBadge } from "../../parts/StatusBadge";
import { useIsPhone } from "../../parts/useIsPhone";
import classes from "./ConnectDialog.module.css";
import { faultOf, isOnlyHere, urlFor } from "./entrance";
import { Notice } from "./Notice";
import { QrCode } from "./QrCode";
import { useStation } from "./useStation";

const PAUSE_MS = 250;

const WELCOMES: Record<Entrance["unknown_stations"], string> = {
    accept: "A charger that is not known yet is let in at once.",
    hold: "A charger that is not known yet comes up in the inbox, and waits there until you accept it.",
    reject: "A charger that is not known yet is refused. It comes up in the inbox: accept it there, and it is let in when it comes again.",
};

/** What to type into a charger so that it comes: to copy, and to scan. */
export function ConnectDialog({ close }: { close(): void }): ReactElement {
    const isPhone = useIsPhone();
    const { data, error, refetch } = useQuery({
        queryKey: ["inbox", "entrance"],
        queryFn: ({ signal }) => answered(api.GET("/api/v1/inbox/entrance", { signal })),
    });
    return (
        <Modal
            opened
            onClose={close}
            title="Connect a charger"
            size="lg"
            fullScreen={isPhone}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            {error !== null ? (
                <Failure error={error} retry={() => void refetch()} />
            ) : data === undefined ? (
                <Skeleton height={200} />
            ) : (
                <Guide entrance={data} />
            )}
        </Modal>
    );
}

function Guide({ entrance }: { entrance: Entrance }): ReactElement {
    const [typed, setTyped] = useState("");
    const identity = typed.trim();
    const fault = faultOf(identity);
    const isReady = identity !== "" && fault === null;
    const url = urlFor(entrance.url, identity);
    return (
        <Stack gap="sm">
            <TextInput
                label="The charger's identity"
                description="What it calls itself: any name that no other charger has"
                placeholder="CP-0001"
                data-autofocus
                spellCheck={false}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                error={fault}
            />
            {isReady ? (
                <div className={classes["ways"]}>
                    <QrCode text={url} label={`QR code of ${url}`} />
                    <Stack gap="xs" miw={0}>
                        <Address title="URL of the charger" url={url} />
                        <Address title="If the charger adds its identity itself" url={entrance.url} />
                        <Arrival key={identity} identity={identity} />
                    </Stack>
                </div>
            ) : (
                <Address title="Where chargers connect to; the identity follows" url={`${entrance.url}/`} />
            )}
            <Text size="sm">
                Type the URL into the charger's configuration (central system, CSMS or backend URL), with OCPP 1.6J,
                2.0.1 or 2.1. {WELCOMES[entrance.unknown_stations]}
            </Text>
            {isOnlyHere(entrance.url) && (
                <Notice title="Only this machine">
                    <Text size="sm">
                        Chargers elsewhere cannot reach this address. Let the server listen on all addresses (setting
                        ocpp-host 0.0.0.0), or set public-url to the address that chargers use.
                    </Text>
                </Notice>
            )}
        </Stack>
    );
}

function Address({ title, url }: { title: string; url: string }): ReactElement {
    return (
        <div>
            <Text size="xs" c="dimmed">
                {title}
            </Text>
            <Group gap="xs" wrap="nowrap" align="center">
                <Code className={classes["url"]}>{url}</Code>
                <CopyButton text={url} />
            </Group>
        </div>
    );
}

/** Says when the charger has come. */
function Arrival({ identity }: { identity: string }): ReactElement {
    const [asked] = useDebouncedValue(identity, PAUSE_MS);
    const { data: station } = useStation(asked);
    const [hasKnocked, setHasKnocked] = useState(false);
    useLive(["inbox.changed"], (events) => {
        if (events.some(({ data }) => data.station === identity && data.cause !== "")) {
            setHasKnocked(true);
        }
    });
    const isIn = station?.is_connected === true && station.admission === "accepted";
    const isAtDoor = hasKnocked || (station?.is_connected === true && station.admission === "held");
    return (
        <Group gap="xs" aria-live="polite">
            {isIn ? (
                <>
                    <StatusBadge tone="good">Online</StatusBadge>
                    <StationLink identity={identity} />
                </>
            ) : isAtDoor ? (
                <StatusBadge tone="waiting">It has come: decide about it in the inbox</StatusBadge>
            ) : (
                <StatusBadge tone="off">It has not come yet</StatusBadge>
            )}
        </Group>
    );
}
