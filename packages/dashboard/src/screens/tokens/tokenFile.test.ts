import { describe, expect, it } from "vitest";
import { ApiProblem } from "../../api/client";
import { faultsOf, textOf } from "./tokenFile";

describe("what the server has against a file", () => {
    it("is named with its lines", () => {
        const refused = new ApiProblem(422, {
            title: "Unprocessable",
            errors: [
                { place: "body.csv line 3", message: "id_token is empty" },
                { place: "body.time_zone", message: "is not known" },
                { place: "body.csv line 12", message: "too long" },
            ],
        });
        expect(faultsOf(refused)).toEqual([
            { line: 3, message: "id_token is empty" },
            { line: 12, message: "too long" },
        ]);
    });

    it("need not be about a line", () => {
        expect(faultsOf(new ApiProblem(413, { title: "Too large" }))).toEqual([]);
        expect(faultsOf(null)).toEqual([]);
    });
});

describe("a file", () => {
    it("is a text", async () => {
        expect(await textOf(new Blob(["id_token\nä\n"]))).toBe("id_token\nä\n");
    });

    it("that is none in UTF-8 is not sent", async () => {
        await expect(textOf(new Blob([new Uint8Array([0xe4, 0x0a])]))).rejects.toThrow("UTF-8");
    });
});
