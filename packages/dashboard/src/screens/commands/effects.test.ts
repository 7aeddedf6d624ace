import { describe, expect, it } from "vitest";
import { type Charge, effectOf, tellFates } from "./effects";
import type { Json } from "./form/schema";

const OLD: Charge = { id: 17, station: "CP1", reference: "17", evse: 1, version: "1.6" };
const NEW: Charge = { id: 18, station: "CP2", reference: "a-b-c", evse: 2, version: "2.0.1" };

describe("the fate of who charges", () => {
    it.each<[string, Json, (string | null)[]]>([
        ["remote-stop", { transaction: 17 }, ["ends at once", null]],
        ["RemoteStopTransaction", { transactionId: 17 }, ["ends at once", null]],
        ["RequestStopTransaction", { transactionId: "a-b-c" }, [null, "ends at once"]],
        ["reset", { kind: "soft" }, ["is ended in order", "is waited for"]],
        ["reset", { kind: "hard" }, ["ends at once", "ends at once"]],
        ["reset", { kind: "hard", evse: 1 }, ["ends at once", null]],
        ["reset", { kind: "immediate_and_resume" }, ["is interrupted", "is interrupted"]],
        ["Reset", { type: "Soft" }, ["is ended in order", "is waited for"]],
        ["Reset", { type: "Immediate", evseId: 2 }, ["ends at once", "ends at once"]],
        ["unlock", { evse: 1 }, ["ends at once", null]],
        ["UnlockConnector", { evseId: 2, connectorId: 1 }, [null, "keeps its plug locked"]],
        ["UnlockConnector", { connectorId: 1 }, ["ends at once", null]],
        ["change-availability", { operative: false }, ["is waited for", "is waited for"]],
        ["change-availability", { operative: false, evse: 2 }, [null, "is waited for"]],
        ["ChangeAvailability", { connectorId: 0, type: "Inoperative" }, ["is waited for", "is waited for"]],
        ["ChangeAvailability", { evse: { id: 2 }, operationalStatus: "Inoperative" }, [null, "is waited for"]],
        ["set-limit", { limit: { ampere: 0 } }, ["gets no more power", "gets no more power"]],
        ["UpdateFirmware", {}, ["is waited for", "is waited for"]],
    ])("%s %j", (command, body, fates) => {
        const effect = effectOf(command, body);
        expect([OLD, NEW].map((charge) => effect?.fate(charge))).toEqual(fates);
    });

    it.each<[string, Json]>([
        ["change-availability", { operative: true }],
        ["ChangeAvailability", { connectorId: 0, type: "Operative" }],
        ["set-limit", { limit: { ampere: 6 } }],
        ["clear-cache", {}],
        ["remote-start", { id_token: "TAG" }],
    ])("%s %j is no matter", (command, body) => {
        expect(effectOf(command, body)).toBeNull();
    });

    it("is thought to be the worse where it is not known", () => {
        expect(effectOf("unlock", { evse: 1 })?.fate({ ...OLD, evse: null })).toBe("ends at once");
    });
});

describe("what is said of it", () => {
    it("names how many there are, and which", () => {
        expect(tellFates([])).toEqual(["No transaction is running there."]);
        expect(
            tellFates([
                [OLD, "is ended in order"],
                [NEW, "is waited for"],
                [{ ...NEW, id: 19 }, "is waited for"],
            ]),
        ).toEqual([
            "1 running transaction is ended: 17 at CP1.",
            "2 running transactions go on to their end first: 18 at CP2, 19 at CP2.",
        ]);
    });

    it("does not name hundreds", () => {
        const many = Array.from({ length: 7 }, (_, id) => [{ ...OLD, id }, "ends at once"] as const);
        expect(tellFates(many)).toEqual([
            "7 running transactions end at once: 0 at CP1, 1 at CP1, 2 at CP1, 3 at CP1, 4 at CP1 and 2 more.",
        ]);
    });
});
