import { Modal, Skeleton } from "@mantine/core";
import type { ReactElement } from "react";
import { useState } from "react";
import type { Decided, Entry } from "../../api/schema";
import { Failure } from "../../parts/Failure";
import { useIsPhone } from "../../parts/useIsPhone";
import { Accepted } from "./Accepted";
import { AcceptForm } from "./AcceptForm";
import { useStation } from "./useStation";

/** Lets a station in, in one step; then shows the password that was made, and that the charger comes. */
export function AcceptDialog({ entry, close }: { entry: Entry; close(): void }): ReactElement {
    const identity = entry.identity ?? "";
    const isPhone = useIsPhone();
    const station = useStation(identity);
    const [decided, setDecided] = useState<Decided | null>(null);
    const hasSecret = decided?.password != null;
    return (
        <Modal
            opened
            onClose={close}
            title={decided === null ? `Accept ${identity}` : `${identity} is accepted`}
            fullScreen={isPhone}
            // A password that is shown once is not lost by a slip.
            closeOnClickOutside={!hasSecret}
            closeOnEscape={!hasSecret}
            closeButtonProps={{ "aria-label": "Close" }}
        >
            {decided !== null ? (
                <Accepted decided={decided} station={station.data ?? null} close={close} />
            ) : station.error !== null ? (
                <Failure error={station.error} retry={() => void station.refetch()} />
            ) : station.data === undefined ? (
                <Skeleton height={240} />
            ) : (
                <AcceptForm entry={entry} station={station.data} cancel={close} done={setDecided} />
            )}
        </Modal>
    );
}
