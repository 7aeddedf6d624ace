import type { Site } from "../../api/schema";

const FORGOTTEN = "The name, address and time zone of the site are forgotten.";

/** What becomes of the stations of a site that is deleted, in words. */
export function effectOfRemoval({ station_count: count }: Pick<Site, "station_count">): string {
    switch (count) {
        case 0:
            return `No station stands there. ${FORGOTTEN}`;
        case 1:
            return `1 station stands there. It goes on and charges as before, but at no site: its times are then shown in the zone of whoever looks. ${FORGOTTEN}`;
        default:
            return `${count} stations stand there. They go on and charge as before, but at no site: their times are then shown in the zone of whoever looks. ${FORGOTTEN}`;
    }
}
