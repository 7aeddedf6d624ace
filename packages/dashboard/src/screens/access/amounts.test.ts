import { expect, it } from "vitest";
import { formatBytes, formatDelay } from "./amounts";

it.each([
    [0, "0 bytes"],
    [1023, "1\u202f023 bytes"],
    [1024, "1 KiB"],
    [1.5 * 1024 ** 2, "1.5 MiB"],
    [3 * 1024 ** 5, "3\u202f072 TiB"],
    [null, "–"],
])("%s bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
});

it.each([
    [0, "0 ms"],
    [0.00042, "0.4 ms"],
    [0.012, "12 ms"],
    [2.34, "2.3 s"],
    [null, "–"],
])("%s s are %s", (seconds, text) => {
    expect(formatDelay(seconds)).toBe(text);
});
