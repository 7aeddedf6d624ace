import type { ReactElement } from "react";
import { AnchorLink } from "./links";
import classes from "./StationLink.module.css";

/** A station's identity, which leads to its screen. */
export function StationLink({ identity }: { identity: string }): ReactElement {
    return (
        <AnchorLink
            to="/stations/$identity"
            params={{ identity }}
            inherit
            fw={600}
            title={identity}
            className={classes["identity"] ?? ""}
        >
            {identity}
        </AnchorLink>
    );
}
