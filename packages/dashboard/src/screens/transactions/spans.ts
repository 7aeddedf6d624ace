/** Which part of a charge is shown: how it is moved and made longer or shorter. All times are POSIX seconds. */

/** A stretch of time. */
export type Span = readonly [begin: number, end: number];

/** Nothing shorter is shown: stations do not sample more often. */
export const SHORTEST_S = 10;

/**
 * Returns a part made shorter (a factor below 1) or longer around a moment, which stays where it is.
 *
 * @param whole what there is; null is returned when all of it is shown.
 */
export function zoomed([begin, end]: Span, factor: number, around: number, whole: Span): Span | null {
    const length = Math.max((end - begin) * factor, SHORTEST_S);
    const share = (around - begin) / (end - begin);
    return within([around - share * length, around + (1 - share) * length], whole);
}

/** Returns the part so much later, in lengths of its own. */
export function panned([begin, end]: Span, lengths: number, whole: Span): Span | null {
    const by = (end - begin) * lengths;
    return within([begin + by, end + by], whole);
}

/** Returns the part, moved so far that a moment is in it. */
export function showing(span: Span, moment: number, whole: Span): Span | null {
    const [begin, end] = span;
    const isSeen = begin <= moment && moment <= end;
    return isSeen ? span : panned(span, (moment - (begin + end) / 2) / (end - begin), whole);
}

/** Moves a part into the whole, without making it shorter. */
function within([begin, end]: Span, [first, last]: Span): Span | null {
    const length = end - begin;
    if (length >= last - first) {
        return null;
    }
    const start = Math.min(Math.max(begin, first), last - length);
    return [start, start + length];
}
