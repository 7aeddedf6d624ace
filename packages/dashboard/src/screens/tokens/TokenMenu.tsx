import { ActionIcon, Menu, type MenuItemProps } from "@mantine/core";
import {
    IconBolt,
    IconCircleCheck,
    IconCircleOff,
    IconDots,
    IconListDetails,
    IconPencil,
    IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactElement, Ref } from "react";
import { answered, api } from "../../api/client";
import type { RegisteredToken } from "../../api/schema";
import { confirm } from "../../parts/confirm";
import { notifyDone, notifyProblem } from "../../parts/notify";
import { ALL } from "./filters";

const SIGN = 16;

type Rest = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "color" | "style"> & { ref?: Ref<HTMLAnchorElement> };

function MenuElement(props: MenuItemProps & Rest): ReactElement {
    return <Menu.Item component="a" {...props} />;
}

const MenuLink = createLink(MenuElement);

/** What can be done with a token. */
export function TokenMenu({ token, edit }: { token: RegisteredToken; edit(): void }): ReactElement {
    const name = token.id_token;
    const client = useQueryClient();
    const path = { id_token: name };
    const refresh = (): void => void client.invalidateQueries({ queryKey: ["tokens"] });
    const block = useMutation({
        mutationFn: (isBlocked: boolean) =>
            answered(api.PATCH("/api/v1/tokens/{id_token}", { params: { path }, body: { is_blocked: isBlocked } })),
        onSuccess: (changed) => {
            notifyDone(changed.is_blocked ? `${name} is blocked` : `${name} may charge again`);
            refresh();
        },
        onError: notifyProblem,
    });
    const remove = useMutation({
        mutationFn: () => answered(api.DELETE("/api/v1/tokens/{id_token}", { params: { path } })),
        onSuccess: () => {
            notifyDone(`${name} is deleted`);
            refresh();
        },
        onError: notifyProblem,
    });

    async function askToBlock(): Promise<void> {
        const isWanted = await confirm({
            title: `Block ${name}?`,
            effect: "From now on it is refused when it is shown, so no new charge begins with it. A charge that goes on is not stopped. A charger without a connection may still take it from its own memory.",
            action: "Block it",
        });
        if (isWanted) {
            block.mutate(true);
        }
    }

    async function askToUnblock(): Promise<void> {
        const isWanted = await confirm({
            title: `Unblock ${name}?`,
            effect: "It may charge again from the next time on that it is shown, within its other limits.",
            action: "Unblock it",
        });
        if (isWanted) {
            block.mutate(false);
        }
    }

    async function askToRemove(): Promise<void> {
        const isWanted = await confirm({
            title: `Delete ${name}?`,
            effect: "It is forgotten, with its group, limits and note; when it is shown, it is unknown. What it has charged stays. To refuse it and remember why, block it instead.",
            action: "Delete it",
        });
        if (isWanted) {
            remove.mutate();
        }
    }

    return (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target>
                <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Actions for ${name}`}
                    loading={block.isPending || remove.isPending}
                >
                    <IconDots size={SIGN} aria-hidden />
                </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={SIGN} aria-hidden />} onClick={edit}>
                    Edit
                </Menu.Item>
                {token.is_blocked ? (
                    <Menu.Item
                        leftSection={<IconCircleCheck size={SIGN} aria-hidden />}
                        onClick={() => void askToUnblock()}
                    >
                        Unblock
                    </Menu.Item>
                ) : (
                    <Menu.Item
                        leftSection={<IconCircleOff size={SIGN} aria-hidden />}
                        onClick={() => void askToBlock()}
                    >
                        Block
                    </Menu.Item>
                )}
                <MenuLink
                    to="/tokens/decisions"
                    search={{ token: name, status: ALL }}
                    leftSection={<IconListDetails size={SIGN} aria-hidden />}
                >
                    Its decisions
                </MenuLink>
                <MenuLink
                    to="/transactions"
                    search={{ token: name }}
                    leftSection={<IconBolt size={SIGN} aria-hidden />}
                >
                    Its transactions
                </MenuLink>
                <Menu.Item leftSection={<IconTrash size={SIGN} aria-hidden />} onClick={() => void askToRemove()}>
                    Delete
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
