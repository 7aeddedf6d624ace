import { expect, it } from "vitest";
import { effectOfRemoval } from "./removal";

it.each([
    [0, "No station stands there"],
    [1, "1 station stands there. It goes on"],
    [12, "12 stations stand there. They go on"],
])("of a site with %i stations it is told what becomes of them", (station_count, told) => {
    expect(effectOfRemoval({ station_count })).toContain(told);
});
