// A central system on npm's `ocpp-rpc`; it deals with the charge point that came last.
"use strict";

const { RPCServer } = require("ocpp-rpc");
const { dealings, obey, prepare, settings, tell } = require("./ocpp_rpc_agent.cjs");

let server;
let client;

async function listen(port) {
    server = new RPCServer({
        protocols: settings.versions.map((version) => `ocpp${version}`),
        strictMode: settings.strict ?? true,
        pingIntervalMs: settings.ping_ms ?? 30000,
        callConcurrency: settings.concurrency ?? 1,
        wssOptions: { perMessageDeflate: settings.compression ?? false },
    });
    server.auth((accept, reject, { identity, password, protocols, endpoint }) => {
        tell({
            saw: "knock",
            identity,
            endpoint,
            password: password === undefined ? null : password.toString("base64"),
            subprotocols: [...protocols],
        });
        if (settings.password !== null && password?.toString("base64") !== settings.password) {
            reject(401, "who are you?");
        } else {
            accept();
        }
    });
    server.on("client", (newcomer) => {
        client = newcomer;
        prepare(newcomer, settings.answers);
        newcomer.on("disconnect", ({ code, reason }) => tell({ saw: "closed", code, reason }));
        const compressed = newcomer._ws.extensions.includes("permessage-deflate");
        tell({ saw: "connected", identity: newcomer.identity, subprotocol: newcomer.protocol, compressed });
    });
    const listener = await server.listen(port, "127.0.0.1");
    tell({ saw: "listening", port: listener.address().port });
}

obey({
    ...dealings(() => client),
    listen: ({ port }) => listen(port),
    stop: (how) => server.close(how),
});
listen(0);
