import { ActionIcon, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut, type TablerIcon } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useIsPhone } from "./useIsPhone";

/** Moves the time that is shown, and shows more or less of it: for fingers and keys. */
export function TimeTools({
    pan,
    zoom,
    canGo = { earlier: true, later: true, more: true },
}: {
    /** By so many lengths of what is shown; earlier ones are negative. */
    pan(lengths: number): void;
    /** Below 1: less time. */
    zoom(factor: number): void;
    canGo?: { earlier: boolean; later: boolean; more: boolean };
}): ReactElement {
    return (
        <Group gap={4} wrap="nowrap">
            <Tool label="Earlier" icon={IconChevronLeft} isOn={canGo.earlier} act={() => pan(-0.5)} />
            <Tool label="Later" icon={IconChevronRight} isOn={canGo.later} act={() => pan(0.5)} />
            <Tool label="Show less time" icon={IconZoomIn} isOn act={() => zoom(0.5)} />
            <Tool label="Show more time" icon={IconZoomOut} isOn={canGo.more} act={() => zoom(2)} />
        </Group>
    );
}

function Tool({
    label,
    icon: Icon,
    isOn,
    act,
}: {
    label: string;
    icon: TablerIcon;
    isOn: boolean;
    act(): void;
}): ReactElement {
    const isPhone = useIsPhone();
    return (
        <ActionIcon
            variant="default"
            size={isPhone ? "lg" : "md"}
            aria-label={label}
            title={label}
            // It keeps the focus of the keyboard when it has brought one to the end.
            {...(isOn ? {} : { "data-disabled": true })}
            aria-disabled={!isOn}
            onClick={() => isOn && act()}
        >
            <Icon size={16} aria-hidden />
        </ActionIcon>
    );
}
