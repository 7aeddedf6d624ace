import { Skeleton, Stack, Table } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import classes from "./DataTable.module.css";
import { Stale } from "./Stale";
import { useIsPhone } from "./useIsPhone";

/** A column of a table. */
export interface Column<T> {
    /** Its heading, and its label on a phone. */
    title: string;
    /** What stands in it; the link of the row belongs into the first one. */
    cell(row: T): ReactNode;
    /** Numbers stand at the right. */
    align?: "right";
    /** Not shown on a phone. */
    isWide?: boolean;
    /** What can be done with the row: on a phone, it stands beside the name and has no label. */
    isAside?: boolean;
}

/**
 * A list: a table on a desk, cards on a phone. The first column names the row.
 *
 * @param label what is listed, for those who hear the page.
 * @param rows undefined: they are not here yet.
 * @param isStale those that are wanted are not here yet, and these are dimmed.
 * @param empty what stands there when there are none.
 */
export function DataTable<T>({
    label,
    columns,
    rows,
    isStale = false,
    rowKey,
    empty,
}: {
    label: string;
    columns: readonly Column<T>[];
    rows: readonly T[] | undefined;
    isStale?: boolean;
    rowKey(row: T): string | number;
    empty: ReactNode;
}): ReactElement {
    const isPhone = useIsPhone();
    if (rows === undefined) {
        return (
            <Stack gap="xs" role="status" aria-label={`${label}: loading`}>
                {["a", "b", "c", "d"].map((key) => (
                    <Skeleton key={key} height={28} />
                ))}
            </Stack>
        );
    }
    if (rows.length === 0) {
        return <Stale isStale={isStale}>{empty}</Stale>;
    }
    const list = isPhone ? (
        <ul className={classes["cards"]} aria-label={label}>
            {rows.map((row) => (
                <Card key={rowKey(row)} columns={columns} row={row} />
            ))}
        </ul>
    ) : (
        <Table.ScrollContainer
            minWidth={0}
            scrollAreaProps={{
                viewportProps: { tabIndex: 0, "aria-label": label, role: "region" },
            }}
        >
            <Table
                aria-label={label}
                highlightOnHover
                verticalSpacing={4}
                horizontalSpacing="sm"
                fz="sm"
                className={classes["table"] ?? ""}
            >
                <Table.Thead>
                    <Table.Tr>
                        {columns.map((column) => (
                            <Table.Th key={column.title} ta={column.align ?? "left"} className={classes["heading"]}>
                                {column.title}
                            </Table.Th>
                        ))}
                    </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                    {rows.map((row) => (
                        <Table.Tr key={rowKey(row)}>
                            {columns.map((column) => (
                                <Table.Td key={column.title} ta={column.align ?? "left"}>
                                    {column.cell(row)}
                                </Table.Td>
                            ))}
                        </Table.Tr>
                    ))}
                </Table.Tbody>
            </Table>
        </Table.ScrollContainer>
    );
    return <Stale isStale={isStale}>{list}</Stale>;
}

function Card<T>({ columns, row }: { columns: readonly Column<T>[]; row: T }): ReactElement {
    const [first, ...others] = columns;
    return (
        <li className={classes["card"]}>
            <div className={classes["head"]}>
                <div className={classes["name"]}>{first?.cell(row)}</div>
                {others
                    .filter((column) => column.isAside)
                    .map((column) => (
                        <div key={column.title}>{column.cell(row)}</div>
                    ))}
            </div>
            <dl className={classes["facts"]}>
                {others
                    .filter((column) => !column.isWide && !column.isAside)
                    .map((column) => (
                        <div key={column.title} className={classes["fact"]}>
                            <dt>{column.title}</dt>
                            <dd>{column.cell(row)}</dd>
                        </div>
                    ))}
            </dl>
        </li>
    );
}
