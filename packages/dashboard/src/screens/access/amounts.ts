/** Amounts of data and short times, with their units. */

import { formatNumber } from "../../parts/format";

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** "512 bytes", "1.5 MiB"; a dash for what is not known. */
export function formatBytes(bytes: number | null): string {
    if (bytes === null) {
        return "–";
    }
    const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
    return `${formatNumber(bytes / 1024 ** step, 1)} ${UNITS[step]}`;
}

/** "0.4 ms", "12 ms", "2.3 s"; a dash for what is not known. */
export function formatDelay(seconds: number | null): string {
    if (seconds === null) {
        return "–";
    }
    return seconds < 1 ? `${formatNumber(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${formatNumber(seconds, 1)} s`;
}
