import { answered, api } from "../../../api/client";

/**
 * Returns the number of the frame in which a rule was broken; undefined: it is not kept any more.
 *
 * @param action of the message; empty if that is not known.
 * @param at when it was noticed, which is right after the frame has come.
 */
export async function brokenFrame(identity: string, action: string, at: string): Promise<number | undefined> {
    const { items } = await answered(
        api.GET("/api/v1/stations/{identity}/frames", {
            params: {
                path: { identity },
                query: {
                    direction: "in",
                    order: "newest",
                    limit: 1,
                    // Times have microseconds there, and milliseconds here.
                    to: new Date(Date.parse(at) + 1).toISOString(),
                    ...(action === "" ? {} : { action }),
                },
            },
        }),
    );
    return items[0]?.id;
}
