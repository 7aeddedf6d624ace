/** How the dashboard is built, tried while it is written, and tested. */

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const SERVER = process.env["CSMS_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
    plugins: [react()],
    // The server puts a fresh nonce in this place each time that it answers the page.
    html: { cspNonce: "CSMS-CSP-NONCE" },
    build: {
        // The build hook of the package csms names another folder.
        outDir: process.env["CSMS_DASHBOARD_OUT"] ?? "dist",
        emptyOutDir: true,
        // The Content-Security-Policy lets data be no scripts and no fonts.
        assetsInlineLimit: 0,
        // They know light-dark(), which must stay as it is: the colour scheme is chosen on the page.
        cssTarget: ["chrome123", "firefox120", "safari17.5"],
    },
    server: {
        host: "127.0.0.1",
        proxy: Object.fromEntries(
            ["/api", "/docs", "/healthz", "/metrics", "/openapi.json", "/readyz"].map((path) => [path, SERVER]),
        ),
    },
    test: {
        environment: "happy-dom",
        include: ["src/**/*.test.{ts,tsx}"],
    },
});
