/** Which connectors are shown, in which order, and what is counted of them. */

import type { ConnectorNow, ConnectorState, Site } from "../../api/schema";
import { ownZone } from "../../parts/format";
import { NO_SITE, type NowSearch, type Shown } from "./search";
import { STATES, severityOf } from "./states";

const BELONGS: Record<Shown, (connector: ConnectorNow) => boolean> = {
    online: (connector) => connector.is_connected,
    charging: (connector) => connector.state === "charging",
    faulted: (connector) => connector.state === "faulted",
    offline: (connector) => !connector.is_connected,
    power: (connector) => powerOf(connector) > 0,
};

/** Connectors of a site. */
export interface SiteGroup {
    /** Its number in the address; `NO_SITE` for those without. */
    key: string;
    name: string;
    address: string;
    zone: string;
    /** Those that are shown, the worst first. */
    connectors: ConnectorNow[];
}

/** What is counted of connectors. */
export interface Counts {
    connectors: number;
    online: number;
    charging: number;
    faulted: number;
    offline: number;
    powerW: number;
}

/** The power that a connector delivers, in W; none is known of a station without a link. */
export function powerOf({ is_connected, transaction }: ConnectorNow): number {
    return is_connected ? (transaction?.power_w ?? 0) : 0;
}

/** Those at a site, and with a text in their station's identity, in the token or in the error. */
export function matching(connectors: readonly ConnectorNow[], { site, search }: NowSearch): ConnectorNow[] {
    const text = search?.trim().toLocaleLowerCase() ?? "";
    return connectors.filter(
        (each) => (site === undefined || siteOf(each) === site) && (text === "" || textOf(each).includes(text)),
    );
}

/** Counts connectors. */
export function count(connectors: readonly ConnectorNow[]): Counts {
    const counts: Counts = { connectors: connectors.length, online: 0, charging: 0, faulted: 0, offline: 0, powerW: 0 };
    for (const each of connectors) {
        for (const name of ["online", "charging", "faulted", "offline"] as const) {
            counts[name] += BELONGS[name](each) ? 1 : 0;
        }
        counts.powerW += powerOf(each);
    }
    return counts;
}

/** How many are in which state, the worst first; states that none is in are left out. */
export function countStates(connectors: readonly ConnectorNow[]): { state: ConnectorState; count: number }[] {
    return STATES.map((state) => ({ state, count: connectors.filter((each) => each.state === state).length })).filter(
        ({ count }) => count > 0,
    );
}

/** Groups those that a counter stands for by their site: sites with what needs somebody first, those without last. */
export function group(connectors: readonly ConnectorNow[], sites: readonly Site[], shown?: Shown): SiteGroup[] {
    const groups = new Map<string, SiteGroup>();
    const known = new Map(sites.map((site) => [String(site.id), site]));
    for (const each of connectors) {
        if (shown !== undefined && !BELONGS[shown](each)) {
            continue;
        }
        const key = siteOf(each);
        // A site that was made a moment ago may not be read yet.
        const site = known.get(key);
        let its = groups.get(key);
        if (its === undefined) {
            its = {
                key,
                name: site?.name ?? (key === NO_SITE ? "Without a site" : `Site ${key}`),
                address: site?.address ?? "",
                zone: site?.time_zone ?? ownZone(),
                connectors: [],
            };
            groups.set(key, its);
        }
        its.connectors.push(each);
    }
    const found = [...groups.values()];
    for (const each of found) {
        each.connectors.sort(compare);
    }
    return found.sort(
        (a, b) =>
            urgencyOf(a) - urgencyOf(b) ||
            Number(a.key === NO_SITE) - Number(b.key === NO_SITE) ||
            compareText(a.name, b.name) ||
            compareText(a.key, b.key),
    );
}

const FIRST_THAT_CAN_WAIT = severityOf("suspended_evse");

/** The worst state of a site; those in which nobody is needed are alike, so that sites keep their places. */
function urgencyOf({ connectors }: SiteGroup): number {
    const worst = connectors[0];
    return Math.min(worst === undefined ? FIRST_THAT_CAN_WAIT : severityOf(worst.state), FIRST_THAT_CAN_WAIT);
}

function compare(a: ConnectorNow, b: ConnectorNow): number {
    return (
        severityOf(a.state) - severityOf(b.state) ||
        compareText(a.station, b.station) ||
        (a.evse ?? 0) - (b.evse ?? 0) ||
        (a.connector ?? 0) - (b.connector ?? 0)
    );
}

const collator = new Intl.Collator("en", { numeric: true });

function compareText(a: string, b: string): number {
    return collator.compare(a, b);
}

function siteOf({ site }: ConnectorNow): string {
    return site === null ? NO_SITE : String(site);
}

function textOf(connector: ConnectorNow): string {
    const { station, transaction, error_code, error_info, vendor_error_code } = connector;
    return [station, transaction?.id_token, error_code, error_info, vendor_error_code].join("\n").toLocaleLowerCase();
}
