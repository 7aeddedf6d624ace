/** Asks the server: `await answered(api.GET("/api/v1/stations"))`. Whatever goes wrong is an `ApiProblem`. */

import createClient from "openapi-fetch";
import type { Fault, ProblemDetails, paths } from "./schema";

const CSRF_COOKIE = "csms_csrf";
const CSRF_HEADER = "X-CSRF-Token";
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** What the server, or the way to it, has against a request. */
export class ApiProblem extends Error {
    /** Of HTTP; 0: there was no answer. */
    readonly status: number;
    /** What kind of error it is: "Conflict". */
    readonly title: string;
    /** What is wrong, and what to do; may be empty. */
    readonly detail: string;
    /** Places of the request that are wrong. */
    readonly faults: readonly Fault[];
    /** How long to wait before the next attempt, in seconds; null: nobody says. */
    readonly retryAfterS: number | null;

    constructor(
        status: number,
        told: { title: string; detail?: string; errors?: readonly Fault[] },
        retryAfterS: number | null = null,
    ) {
        super(told.detail || told.title);
        this.name = "ApiProblem";
        this.status = status;
        this.title = told.title;
        this.detail = told.detail ?? "";
        this.faults = told.errors ?? [];
        this.retryAfterS = retryAfterS;
    }

    /** Whether the same request may succeed a little later. */
    get isPassing(): boolean {
        return (
            this.status === 0 ||
            this.status === 429 ||
            this.status === 502 ||
            this.status === 503 ||
            this.status === 504
        );
    }

    /** What is wrong at a place of the request, such as `body.identity`. */
    faultAt(place: string): string | undefined {
        return this.faults.find((fault) => fault.place === place)?.message;
    }
}

/** The operations of the API, by method and path, as `schema.ts` has them. */
export const api = createClient<paths>({
    // Looked up at each call, so that tests can put another one in its place.
    fetch: (request) => globalThis.fetch(request),
    querySerializer: { array: { style: "form", explode: true } },
});

api.use({
    onRequest({ request }) {
        if (!SAFE_METHODS.has(request.method)) {
            request.headers.set(CSRF_HEADER, cookieOf(CSRF_COOKIE));
        }
        return request;
    },
    async onResponse({ response }) {
        if (!response.ok) {
            throw await problemOf(response);
        }
    },
    onError({ error }) {
        return asProblem(error);
    },
});

/** Waits for an answer and returns its body. Throws an `ApiProblem`, and nothing else but what an abort throws. */
export async function answered<T>(call: Promise<{ data?: T }>): Promise<T> {
    try {
        // An answer without a body (204) is undefined, and T says so.
        return (await call).data as T;
    } catch (error) {
        throw asProblem(error);
    }
}

/** Leaves out what is undefined: `query: given({ cursor, station })`. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
        [K in keyof T]?: Exclude<T[K], undefined>;
    };
}

/** Returns what is told of an error of whatever kind. */
export function asProblem(error: unknown): Error {
    if (error instanceof ApiProblem || (error instanceof Error && error.name === "AbortError")) {
        return error;
    }
    // fetch throws a TypeError when there is no answer; an answer that is cut off is a SyntaxError.
    return new ApiProblem(0, {
        title: "No connection",
        detail: "The server does not answer.",
    });
}

/** Tells whether somebody has logged in here; their login may have ended since. */
export function hasLogin(): boolean {
    return cookieOf(CSRF_COOKIE) !== "";
}

async function problemOf(response: Response): Promise<ApiProblem> {
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    const retryAfterS = Number.isNaN(seconds) ? null : seconds;
    try {
        const told: unknown = await response.json();
        if (isProblem(told)) {
            return new ApiProblem(response.status, told, retryAfterS);
        }
    } catch {
        // Somebody between us and the server has answered.
    }
    return new ApiProblem(response.status, { title: response.statusText || `HTTP ${response.status}` }, retryAfterS);
}

function isProblem(told: unknown): told is ProblemDetails {
    return typeof told === "object" && told !== null && "title" in told && typeof told.title === "string";
}

function cookieOf(name: string): string {
    const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
    return found === undefined ? "" : found.slice(name.length + 1);
}
