import { type RefObject, useLayoutEffect, useState } from "react";

/** The part of an element that is in the window, and a good deal around it; in rem from its top. */
export interface Sight {
    /** Of the element; 0: not known yet. */
    widthRem: number;
    topRem: number;
    bottomRem: number;
}

/** The sight moves in steps, so that not every pixel makes work; it reaches as far beyond the window. */
const STEP_REM = 16;

/** Follows what is seen of an element while one scrolls. */
export function useSight(place: RefObject<HTMLElement | null>): Sight {
    const [sight, setSight] = useState<Sight>({ widthRem: 0, topRem: 0, bottomRem: 0 });
    useLayoutEffect(() => {
        const element = place.current;
        if (element === null) {
            return;
        }
        function look(seen: HTMLElement): void {
            const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
            const { top, width } = seen.getBoundingClientRect();
            const next: Sight = {
                widthRem: width / remPx,
                topRem: (Math.floor(-top / remPx / STEP_REM) - 1) * STEP_REM,
                bottomRem: (Math.ceil((window.innerHeight - top) / remPx / STEP_REM) + 1) * STEP_REM,
            };
            setSight((old) =>
                old.widthRem === next.widthRem && old.topRem === next.topRem && old.bottomRem === next.bottomRem
                    ? old
                    : next,
            );
        }
        const again = (): void => look(element);
        again();
        const observer = new ResizeObserver(again);
        observer.observe(element);
        // What is above it moves it.
        observer.observe(document.body);
        window.addEventListener("scroll", again, { passive: true });
        window.addEventListener("resize", again);
        return () => {
            observer.disconnect();
            window.removeEventListener("scroll", again);
            window.removeEventListener("resize", again);
        };
    }, [place]);
    return sight;
}
