import type { Station } from "../../api/schema";

export function useActions(_stations: readonly Station[]): readonly string[] | undefined {
    return undefined;
}
