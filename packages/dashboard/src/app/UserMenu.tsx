import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconFileDescription, IconLogout, IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { ownZone } from "../parts/format";
import { notifyProblem } from "../parts/notify";
import { useLogOut, useSession } from "./session";

const SCHEMES = [
    { value: "auto", label: "As the device", icon: IconDeviceDesktop },
    { value: "light", label: "Light", icon: IconSun },
    { value: "dark", label: "Dark", icon: IconMoon },
] as const;

/** Who is there, how it looks, and the way out. */
export function UserMenu(): ReactElement {
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    const session = useSession();
    const logOut = useLogOut();
    return (
        <Menu position="bottom-end" width={200}>
            <Menu.Target>
                <ActionIcon variant="default" size="md" aria-label="You and this page">
                    <IconUser size={18} stroke={1.6} aria-hidden />
                </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Label>Logged in as {session.data?.name}</Menu.Label>
                <Menu.Item
                    leftSection={<IconLogout size={16} aria-hidden />}
                    onClick={() => logOut.mutate(undefined, { onError: notifyProblem })}
                >
                    Log out
                </Menu.Item>
                <Menu.Item
                    component="a"
                    href="/docs"
                    target="_blank"
                    rel="noreferrer"
                    leftSection={<IconFileDescription size={16} aria-hidden />}
                >
                    The API
                </Menu.Item>
                <Menu.Label>Times of a site are in its zone, all others in {ownZone()}</Menu.Label>
                <Menu.Divider />
                <Menu.RadioGroup
                    value={colorScheme}
                    onChange={(value) => setColorScheme(value as typeof colorScheme)}
                    aria-label="Colours"
                >
                    <Menu.Label>Colours</Menu.Label>
                    {SCHEMES.map(({ value, label, icon: Icon }) => (
                        <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
                            {label}
                        </Menu.RadioItem>
                    ))}
                </Menu.RadioGroup>
            </Menu.Dropdown>
        </Menu>
    );
}
