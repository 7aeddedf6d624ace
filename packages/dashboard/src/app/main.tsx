import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./theme.css";
import { createRoot } from "react-dom/client";
import { hasLogin } from "../api/client";
import { live } from "../api/live";
import { App } from "./App";
import { prepareNonce } from "./nonce";

prepareNonce();
if (hasLogin()) {
    live.open(); // Before anything is read, so that nothing happens between the two.
}

const root = document.getElementById("root");
if (root === null) {
    throw new Error("The page has no place for the dashboard");
}
createRoot(root).render(<App />);
