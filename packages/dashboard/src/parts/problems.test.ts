import { expect, it } from "vitest";
import { ApiProblem } from "../api/client";
import { tellProblem } from "./problems";

it("says what is wrong place by place, and what to try", () => {
    const problem = new ApiProblem(400, {
        title: "Bad Request",
        detail: "The request is not valid",
        errors: [{ place: "body.identity", message: "It is too short" }],
    });
    expect(tellProblem(problem)).toEqual({
        title: "Bad Request",
        detail: "The request is not valid\nidentity: It is too short",
        advice: "Put right what is named below, and try again.",
    });
});

it("says how long to wait", () => {
    expect(tellProblem(new ApiProblem(429, { title: "Too Many Requests" }, 7)).advice).toBe("Try again in 7 s.");
});

it("says of what is no answer that there was none", () => {
    expect(tellProblem(new TypeError("Failed to fetch"))).toMatchObject({
        title: "No connection",
    });
});
