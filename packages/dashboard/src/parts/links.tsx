/** Links to screens that look like Mantine's; `to`, `params` and `search` are checked against the routes. */

import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactElement, Ref } from "react";

type Rest = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "color" | "style"> & { ref?: Ref<HTMLAnchorElement> };

function AnchorElement(props: AnchorProps & Rest): ReactElement {
    return <Anchor {...props} />;
}

function ButtonElement(props: ButtonProps & Rest): ReactElement {
    return <Button component="a" {...props} />;
}

/** A link in a text or a table. */
export const AnchorLink = createLink(AnchorElement);

/** A link that looks like a button. */
export const ButtonLink = createLink(ButtonElement);
