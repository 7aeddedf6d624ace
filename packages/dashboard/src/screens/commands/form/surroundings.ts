import { createContext, use } from "react";
import type { Json, Schema } from "./schema";
import { type Path, placeOf } from "./values";

/** What is offered while somebody types, by the names that schemas have for it. */
export type Suggestions = Readonly<Record<string, readonly string[]>>;

/** What all fields of a form have in common. */
export interface Surroundings {
    root: Schema;
    suggestions: Suggestions;
    /** What is wrong, by place. */
    faults: ReadonlyMap<string, string>;
    change(path: Path, to: Json | undefined): void;
}

export const FormContext = createContext<Surroundings | null>(null);

export function useForm(): Surroundings {
    const surroundings = use(FormContext);
    if (surroundings === null) {
        throw new Error("A field outside of a form");
    }
    return surroundings;
}

/** The fault at a place, if there is one. */
export function useFault(path: Path): string | undefined {
    return useForm().faults.get(placeOf(path));
}

/** What an input of any kind is told. */
export interface InputProps<F> {
    field: F;
    value: Json | undefined;
    path: Path;
    label: string;
    isRequired: boolean;
}
