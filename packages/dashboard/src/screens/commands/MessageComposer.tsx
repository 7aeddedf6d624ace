import type { ReactElement } from "react";
import type { Station } from "../../api/schema";
import type { Json } from "./form/schema";

export function MessageComposer(_: {
    action: string;
    stations: readonly Station[];
    given: Json | undefined;
}): ReactElement {
    return <></>;
}
