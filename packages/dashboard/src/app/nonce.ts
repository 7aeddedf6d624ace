/** The nonce that the Content-Security-Policy lets style elements in with: the server writes it into the page. */

declare global {
    /** Where the library that keeps the page still behind a dialog looks for it. */
    var __webpack_nonce__: string | undefined;
}

/** Returns the nonce of this page. */
export function nonce(): string {
    return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

/** Hands the nonce to those who do not ask for it. */
export function prepareNonce(): void {
    globalThis.__webpack_nonce__ = nonce();
}
