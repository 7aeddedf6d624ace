// A charge point on npm's `ocpp-rpc`.
"use strict";

const { RPCClient } = require("ocpp-rpc");
const { dealings, obey, prepare, settings, tell } = require("./ocpp_rpc_agent.cjs");

const protocols = settings.versions.map((version) => `ocpp${version}`);
const client = new RPCClient({
    endpoint: settings.url,
    identity: settings.identity,
    password: settings.password === null ? null : Buffer.from(settings.password, "base64"),
    protocols,
    strictMode: settings.strict ?? true,
    pingIntervalMs: settings.ping_ms ?? 30000,
    callConcurrency: settings.concurrency ?? 1,
    reconnect: settings.reconnect ?? false,
    backoff: { initialDelay: 1, maxDelay: 20, factor: 2, randomisationFactor: 0 },
});
prepare(client, settings.answers);
client.on("open", ({ response }) => {
    const extensions = response.headers["sec-websocket-extensions"] ?? "";
    tell({ saw: "connected", subprotocol: client.protocol, compressed: extensions.includes("permessage-deflate") });
});
client.on("disconnect", ({ code, reason }) => tell({ saw: "closed", code, reason }));
obey({
    ...dealings(() => client),
    connect: async ({ url }) => {
        if (url !== undefined) {
            client.reconfigure({ endpoint: url });
        }
        await client.connect();
        return client.protocol;
    },
});
