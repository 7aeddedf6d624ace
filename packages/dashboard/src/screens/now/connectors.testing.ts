/** Connectors for tests. */

import type { ConnectorNow, RunningTransaction } from "../../api/schema";

/** A connector that is free, but for what is said. */
export function connector(said: Partial<ConnectorNow> = {}): ConnectorNow {
    return {
        station: "CP1",
        site: null,
        version: "1.6",
        evse: 1,
        connector: 1,
        state: "available",
        state_since: "2026-05-01T12:00:00Z",
        is_connected: true,
        link_since: "2026-05-01T11:00:00Z",
        status: "Available",
        status_since: "2026-05-01T12:00:00Z",
        error_code: null,
        error_info: null,
        vendor_error_code: null,
        transaction: null,
        ...said,
    };
}

/** A transaction that charges with 11 kW, but for what is said. */
export function running(said: Partial<RunningTransaction> = {}): RunningTransaction {
    return {
        id: 7,
        id_token: "TAG",
        started_at: "2026-05-01T12:05:00Z",
        charging_state: null,
        energy_wh: 100,
        power_w: 11_000,
        soc_percent: null,
        metered_at: null,
        suspended_since: null,
        ...said,
    };
}
