/** Times and quantities as people read them: always with their unit. */

const MISSING = "–";

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(zone: string): Intl.DateTimeFormat {
    let format = formats.get(zone);
    if (format === undefined) {
        const options: Intl.DateTimeFormatOptions = {
            year: "numeric",
            month: "2-digit",
            day: "2-digit",
            hour: "2-digit",
            minute: "2-digit",
            second: "2-digit",
            hourCycle: "h23",
        };
        try {
            format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: zone });
        } catch {
            // The server knows a zone that this browser does not.
            format = new Intl.DateTimeFormat("en-CA", {
                ...options,
                timeZone: "UTC",
            });
        }
        formats.set(zone, format);
    }
    return format;
}

function partsOf(at: string, zone: string): { date: string; time: string } {
    const parts = new Map(
        dateFormat(zone)
            .formatToParts(new Date(at))
            .map(({ type, value }) => [type, value]),
    );
    return {
        date: `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`,
        time: `${parts.get("hour")}:${parts.get("minute")}:${parts.get("second")}`,
    };
}

/** The zone of this browser. */
export function ownZone(): string {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "2026-05-01 14:03:59" in a zone of the time zone database. */
export function formatTime(at: string, zone: string): string {
    const { date, time } = partsOf(at, zone);
    return `${date} ${time}`;
}

/** "14:03:59" in a zone of the time zone database. */
export function formatTimeOfDay(at: string, zone: string): string {
    return partsOf(at, zone).time;
}

/** "2026-05-01" in a zone of the time zone database. */
export function formatDate(at: string, zone: string): string {
    return partsOf(at, zone).date;
}

/** "2026-05-01 12:03:59 UTC". */
export function formatUtc(at: string): string {
    return `${formatTime(at, "UTC")} UTC`;
}

/** How many digits stand behind the point of each unit: figures that change keep their width. */
const DIGITS = { W: 0, kW: 1, Wh: 0, kWh: 2, A: 1, V: 1, "%": 0 } as const;

export type Unit = keyof typeof DIGITS;

/** "1 234.5", with no more than so many digits behind the point. */
export function formatNumber(value: number, digits = 1): string {
    return inGroups(value, { maximumFractionDigits: digits });
}

/** "11.0 kW": a value with its unit, and as many digits as that has; a dash for what is not known. */
export function formatQuantity(value: number | null | undefined, unit: Unit, digits: number = DIGITS[unit]): string {
    return value == null
        ? MISSING
        : `${inGroups(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** "UTC+2": how far the clocks of a zone are ahead at a time. */
export function formatOffset(at: string, zone: string): string {
    const format = (timeZone: string): string | undefined =>
        new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "shortOffset" })
            .formatToParts(new Date(at))
            .find(({ type }) => type === "timeZoneName")?.value;
    try {
        return format(zone)?.replace("GMT", "UTC").replace(/[+]0$/, "") ?? "UTC";
    } catch {
        // The server knows a zone that this browser does not.
        return "UTC";
    }
}

function inGroups(value: number, digits: Intl.NumberFormatOptions): string {
    // A meter that has drifted below nothing shows nothing, and not "-0".
    return (value || 0).toLocaleString("en-US", { ...digits, signDisplay: "negative" }).replaceAll(",", "\u202f");
}

/** "740 W", "11.0 kW"; a dash for what is not known. */
export function formatPower(w: number | null | undefined): string {
    return w == null || isSmall(w) ? formatQuantity(w, "W") : formatQuantity(w / 1000, "kW");
}

/** "740 Wh", "11.04 kWh", "262.7 kWh"; a dash for what is not known. */
export function formatEnergy(wh: number | null | undefined): string {
    if (wh == null || isSmall(wh)) {
        return formatQuantity(wh, "Wh");
    }
    // Both have four digits where they meet.
    return formatQuantity(wh / 1000, "kWh", Math.abs(wh) < 99_995 ? DIGITS.kWh : 1);
}

/** Whether it is told without "kilo"; 999.6 would be told as 1000. */
function isSmall(value: number): boolean {
    return Math.abs(value) < 999.5;
}

/** "16.0 A"; a dash for what is not known. */
export function formatCurrent(a: number | null | undefined): string {
    return formatQuantity(a, "A");
}

/** "230.0 V"; a dash for what is not known. */
export function formatVoltage(v: number | null | undefined): string {
    return formatQuantity(v, "V");
}

/** "64 %"; a dash for what is not known. */
export function formatPercent(percent: number | null | undefined): string {
    return formatQuantity(percent, "%");
}

/** "850 ms", "42 s", "5 min 3 s", "2 h 5 min", "3 d 4 h"; a dash for what is not known. */
export function formatDuration(seconds: number | null | undefined): string {
    if (seconds == null) {
        return MISSING;
    }
    if (seconds > 0 && seconds < 1) {
        return `${Math.round(seconds * 1000)} ms`;
    }
    const whole = Math.max(0, Math.floor(seconds));
    const [d, h, min, s] = [
        Math.floor(whole / 86_400),
        Math.floor(whole / 3600) % 24,
        Math.floor(whole / 60) % 60,
        whole % 60,
    ];
    if (d > 0) {
        return h > 0 ? `${d} d ${h} h` : `${d} d`;
    }
    if (h > 0) {
        return min > 0 ? `${h} h ${min} min` : `${h} h`;
    }
    if (min > 0) {
        return s > 0 ? `${min} min ${s} s` : `${min} min`;
    }
    return `${s} s`;
}

/** Seconds between two times; the second is now, if there is none. */
export function secondsBetween(from: string, to: string | null, nowMs = Date.now()): number {
    return ((to === null ? nowMs : Date.parse(to)) - Date.parse(from)) / 1000;
}
