import { IconRepeat } from "@tabler/icons-react";
import type { ReactElement } from "react";
import type { CommandView } from "../../api/schema";
import { ButtonLink } from "../../parts/links";

/** Leads to the form with all that was sent filled in. */
export function RepeatLink({ command }: { command: CommandView }): ReactElement {
    return (
        <ButtonLink
            size="compact-xs"
            variant="default"
            leftSection={<IconRepeat size={14} aria-hidden />}
            to="/commands"
            search={{ station: [command.station], command: command.name, repeat: command.id }}
        >
            Repeat
        </ButtonLink>
    );
}
