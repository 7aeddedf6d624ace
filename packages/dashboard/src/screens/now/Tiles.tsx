import { type ReactElement, useMemo, useRef } from "react";
import type { ConnectorNow } from "../../api/schema";
import { formatPower } from "../../parts/format";
import { arrange, columnsIn, GAP_REM, HEADING_REM, heightOf, type Section, seenOf } from "./layout";
import { keyOf } from "./patches";
import { countStates, powerOf, type SiteGroup } from "./selection";
import { stateInWords } from "./states";
import { Tile } from "./Tile";
import classes from "./Tiles.module.css";
import { useSight } from "./useSight";

/** Tiles by site. Only those that one sees, and a few around them, are on the page. */
export function Tiles({ groups }: { groups: readonly SiteGroup[] }): ReactElement {
    const place = useRef<HTMLDivElement>(null);
    const sight = useSight(place);
    const columns = columnsIn(sight.widthRem);
    const sections = useMemo(() => arrange(groups, columns), [groups, columns]);
    return (
        <div ref={place} className={classes["tiles"]} style={{ height: `${heightOf(sections)}rem` }}>
            {sight.widthRem > 0 &&
                seenOf(sections, sight.topRem, sight.bottomRem).map((section) => (
                    <SiteSection key={section.group.key} section={section} columns={columns} />
                ))}
        </div>
    );
}

function SiteSection({ section, columns }: { section: Section; columns: number }): ReactElement {
    const { group, rows } = section;
    const id = `site-${group.key}`;
    return (
        <section
            aria-labelledby={id}
            className={classes["section"]}
            style={{ top: `${section.startRem}rem`, height: `${section.heightRem}rem` }}
        >
            <header className={classes["heading"]} style={{ height: `${HEADING_REM}rem` }}>
                <h2 id={id} className={classes["name"]}>
                    {group.name}
                </h2>
                {group.address !== "" && <span className={classes["address"]}>{group.address}</span>}
                <span className={classes["sum"]}>{sumOf(group.connectors)}</span>
            </header>
            <ul
                className={classes["list"]}
                style={{
                    gap: `${GAP_REM}rem`,
                    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                    paddingTop: `${rows[0]?.startRem ?? 0}rem`,
                }}
            >
                {rows.flatMap((row) =>
                    row.tiles.map((connector) => (
                        <li key={keyOf(connector)} style={{ height: `${row.heightRem}rem` }}>
                            <Tile connector={connector} zone={group.zone} />
                        </li>
                    )),
                )}
            </ul>
        </section>
    );
}

/** "1 faulted, 3 charging, 8 available · 33.1 kW". */
function sumOf(connectors: readonly ConnectorNow[]): string {
    const states = countStates(connectors).map(({ state, count }) => `${count} ${stateInWords(state).toLowerCase()}`);
    const powerW = connectors.reduce((sum, each) => sum + powerOf(each), 0);
    return powerW > 0 ? `${states.join(", ")} · ${formatPower(powerW)}` : states.join(", ");
}
