import type { ReactNode } from "react";

/** The first paragraph of a description, with all of it on hover; `more` stands behind it. */
export function described(description: string, more = ""): ReactNode {
    const [first = ""] = description.split("\n\n");
    const text = [first.replaceAll("\n", " "), more].filter(Boolean).join(" ");
    return text === "" ? undefined : <span title={description}>{text}</span>;
}
