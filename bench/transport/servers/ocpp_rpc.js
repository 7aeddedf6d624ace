// A central system of npm's `ocpp-rpc` in strict mode: calls and answers are checked against the schemas of OCPP 1.6.
"use strict";

const { RPCServer } = require("ocpp-rpc");

async function main() {
    const server = new RPCServer({ protocols: ["ocpp1.6"], strictMode: true });
    server.on("client", (client) => {
        let seen = 0;
        client.handle("Heartbeat", () => {
            seen += 1;
            return { currentTime: new Date().toISOString() };
        });
        client.handle("MeterValues", ({ params }) => {
            for (const value of params.meterValue) {
                seen += value.sampledValue.length;
            }
            return {};
        });
    });
    const listener = await server.listen(0, "127.0.0.1");
    console.log(listener.address().port);
    process.stdin.on("end", () => process.exit(0)).resume();
}

main();
