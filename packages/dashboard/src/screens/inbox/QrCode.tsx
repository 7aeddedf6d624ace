import type { ReactElement } from "react";
import { encode } from "uqr";

const QUIET_MODULES = 4;

/** A text as a QR code; dark on light in each colour scheme, as cameras expect it. */
export function QrCode({ text, label }: { text: string; label: string }): ReactElement {
    const { data, size } = encode(text, { ecc: "M", border: QUIET_MODULES });
    const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
    return (
        <svg
            viewBox={`0 0 ${size} ${size}`}
            width="200"
            height="200"
            role="img"
            aria-label={label}
            shapeRendering="crispEdges"
        >
            <rect width={size} height={size} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    );
}
