/** What is offered in the fields of a command: what is known of the stations that get it. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { answered, api } from "../../api/client";
import type { Station, Variable } from "../../api/schema";
import type { Suggestions } from "./form/surroundings";
import { WORDS } from "./neutral";

const MOST = 1000;

/** Reads what a form may offer: EVSEs, tokens, the names of variables. */
export function useSuggestions(command: string, stations: readonly Station[]): Suggestions {
    const only = stations.length === 1 ? stations[0]?.identity : undefined;
    const { data: tokens } = useQuery({
        queryKey: ["tokens", "offered"],
        queryFn: ({ signal }) => answered(api.GET("/api/v1/tokens", { params: { query: { limit: MOST } }, signal })),
        enabled: command === "remote-start",
    });
    const { data: variables } = useQuery({
        queryKey: ["stations", "variables", only],
        queryFn: ({ signal }) =>
            answered(
                api.GET("/api/v1/stations/{identity}/variables", {
                    params: { path: { identity: only ?? "" }, query: { limit: MOST } },
                    signal,
                }),
            ),
        enabled: only !== undefined && command.endsWith("-configuration"),
    });
    return useMemo(
        () => ({
            ...WORDS,
            evse: [...new Set(stations.flatMap(({ connectors }) => connectors.map(({ evse }) => evse)))]
                .filter((evse) => evse > 0)
                .sort((one, other) => one - other)
                .map(String),
            token: tokens?.items.map(({ id_token }) => id_token) ?? [],
            variable: variables?.items.map(nameOf) ?? [],
        }),
        [stations, tokens, variables],
    );
}

/** The name of a variable as commands have it: `COMPONENT[INSTANCE]@EVSE:CONNECTOR.VARIABLE[INSTANCE]#ATTRIBUTE`. */
export function nameOf(variable: Variable): string {
    const { component, component_instance, evse, connector, attribute } = variable;
    const inBrackets = (instance: string) => (instance === "" ? "" : `[${instance}]`);
    const name = variable.variable + inBrackets(variable.variable_instance);
    if (component === "") {
        return name;
    }
    const place = evse === 0 ? "" : connector === 0 ? `@${evse}` : `@${evse}:${connector}`;
    return `${component}${inBrackets(component_instance)}${place}.${name}${attribute === "Actual" ? "" : `#${attribute}`}`;
}
