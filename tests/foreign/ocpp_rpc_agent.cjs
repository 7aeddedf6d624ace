// What the programs on npm's `ocpp-rpc` share: orders come in as lines of JSON, what they see goes out so.
"use strict";

const { createInterface } = require("readline");
const { createRPCError } = require("ocpp-rpc");

function tell(seen) {
    process.stdout.write(JSON.stringify(seen) + "\n");
}

// Answer as the settings say, and tell of whatever strict validation or the reading of frames finds fault with.
function prepare(client, answers) {
    for (const [action, answer] of Object.entries(answers)) {
        client.handle(action, ({ params }) => {
            tell({ saw: "request", action, payload: params });
            if (answer === "echo") {
                return { status: "Accepted", data: params.data };
            }
            if (answer.error) {
                throw createRPCError(...answer.error);
            }
            return answer;
        });
    }
    client.on("strictValidationFailure", ({ method, error, outbound, isCall }) => {
        tell({ saw: "invalid", action: method, why: error.message, outbound, isCall });
    });
    client.once("ping", () => tell({ saw: "pong" }));
    client.on("badMessage", ({ buffer }) => tell({ saw: "bad message", message: buffer.toString() }));
}

function failure(error) {
    return {
        code: error.rpcErrorCode ?? error.code ?? error.name,
        description: error.message,
        details: error.details ?? {},
    };
}

async function perform(deeds, { number, do: deed, ...order }) {
    try {
        tell({ answer: number, value: (await deeds[deed](order)) ?? null });
    } catch (error) {
        tell({ answer: number, error: failure(error) });
    }
}

// Do what is ordered until there are no more orders.
function obey(deeds) {
    const orders = createInterface({ input: process.stdin });
    orders.on("line", (line) => perform(deeds, JSON.parse(line)));
    orders.on("close", () => process.exit(0));
}

// The deeds on a client, which `current` returns.
function dealings(current) {
    return {
        call: ({ action, payload }) => current().call(action, payload),
        call_at_once: ({ action, payloads }) =>
            Promise.all(payloads.map((payload) => current().call(action, payload))),
        // It waits for pending calls even without `awaitPending`; what it says is the outcome of both sides.
        close: (how) => current().close(how),
    };
}

module.exports = { dealings, obey, prepare, settings: JSON.parse(process.argv[2]), tell };
