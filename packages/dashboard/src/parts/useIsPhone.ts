import { useMediaQuery } from "@mantine/hooks";

/** The width below which there is the layout of a phone; the style sheets have it too. */
export const PHONE_BELOW = "48em";

/** Tells whether the page is as narrow as a phone. */
export function useIsPhone(): boolean {
    return useMediaQuery(`(max-width: calc(${PHONE_BELOW} - 1px))`, false, {
        getInitialValueInEffect: false,
    });
}
