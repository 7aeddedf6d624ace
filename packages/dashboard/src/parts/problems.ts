import { ApiProblem, asProblem } from "../api/client";

/** An error in words: what is wrong, and what to try. */
export interface Told {
    title: string;
    detail: string;
    advice: string;
}

const ADVICE: Record<number, string> = {
    0: "Check that the server runs, and that this device has a network. The page goes on by itself when it answers.",
    400: "Put right what is named below, and try again.",
    401: "Log in again.",
    403: "Load the page anew and try again. If that does not help, your login may not do this.",
    404: "It may have been deleted, or the address is mistyped. Search for it with Ctrl K.",
    409: "Look at how things are now, and decide again.",
    413: "Send less at once.",
    422: "Put right what is named below, and try again.",
    500: "Try again. The server's log says what went wrong; please report it.",
    503: "Try again in a moment. If it stays so, look at the server's log and at its database.",
};

/** Returns what to say of an error of whatever kind. */
export function tellProblem(error: unknown): Told {
    const problem = asProblem(error);
    if (!(problem instanceof ApiProblem)) {
        return {
            title: "This did not work",
            detail: problem.message,
            advice: "Try again.",
        };
    }
    const faults = problem.faults.map(
        ({ place, message }) => `${place.replace(/^(body|query|path)\./, "")}: ${message}`,
    );
    return {
        title: problem.title,
        detail: [problem.detail, ...faults].filter(Boolean).join("\n"),
        advice:
            problem.retryAfterS === null
                ? (ADVICE[problem.status] ?? "Try again.")
                : `Try again in ${problem.retryAfterS} s.`,
    };
}
