import { AppShell, Burger, Group, Kbd, Menu, NavLink, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconSearch } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { type ReactElement, useEffect, useRef } from "react";
import { useIsPhone } from "../parts/useIsPhone";
import { useInboxCount } from "./inboxCount";
import { LiveIndicator } from "./LiveIndicator";
import { openSearch, Search } from "./Search";
import classes from "./Shell.module.css";
import { SCREENS, type Screen } from "./screens";
import { UserMenu } from "./UserMenu";

const HEADER_PX = 48;
const BAR_PX = 56;
const MENU_PX = 224;
/** Where there is less room, the menu has its signs only; the style sheet has it too. */
const RAIL_PX = 60;

/** What is around all screens: the menu, the search, whether events come, who is there. */
export function Shell(): ReactElement {
    const isPhone = useIsPhone();
    const [isMenuOpen, menu] = useDisclosure(false);
    const { pathname } = useLocation();
    const main = useRef<HTMLElement>(null);
    const isFirst = useRef(true);

    // biome-ignore lint/correctness/useExhaustiveDependencies: it is done when the screen changes
    useEffect(() => {
        menu.close();
        // Who uses the keyboard goes on in the new screen; but not when the page has just been loaded.
        if (!isFirst.current) {
            main.current?.focus({ preventScroll: true });
        }
        isFirst.current = false;
    }, [pathname]);

    return (
        <AppShell
            header={{ height: HEADER_PX }}
            navbar={{
                width: { base: MENU_PX, sm: RAIL_PX, lg: MENU_PX },
                breakpoint: "sm",
                collapsed: { mobile: !isMenuOpen },
            }}
            footer={{ height: isPhone ? BAR_PX : 0 }}
            padding={isPhone ? "sm" : "md"}
        >
            <a href="#main" className={classes["skip"]}>
                Skip to the content
            </a>
            <AppShell.Header className={classes["header"]}>
                <Burger
                    hiddenFrom="sm"
                    size="sm"
                    opened={isMenuOpen}
                    onClick={menu.toggle}
                    aria-label={isMenuOpen ? "Close the menu" : "Open the menu"}
                    aria-expanded={isMenuOpen}
                />
                <Link to="/now" className={classes["brand"]}>
                    csms
                </Link>
                <UnstyledButton className={classes["search"]} onClick={openSearch} aria-keyshortcuts="Control+K">
                    <IconSearch size={16} aria-hidden />
                    <span className={classes["word"]}>Search</span>
                    <Kbd size="xs" visibleFrom="sm" aria-hidden>
                        Ctrl K
                    </Kbd>
                </UnstyledButton>
                <Group gap="sm" wrap="nowrap" className={classes["right"]}>
                    <LiveIndicator />
                    <UserMenu />
                </Group>
            </AppShell.Header>
            <AppShell.Navbar p="xs" component="nav" aria-label="Screens" className={classes["menu"]}>
                {SCREENS.map((screen) => (
                    <ScreenLink key={screen.path} screen={screen} />
                ))}
            </AppShell.Navbar>
            <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes["main"]}>
                <Outlet />
            </AppShell.Main>
            {isPhone && <Bar />}
            <Search />
        </AppShell>
    );
}

function ScreenLink({ screen }: { screen: Screen }): ReactElement {
    const isHere = useIsHere(screen);
    const Icon = screen.icon;
    return (
        <NavLink
            component={Link}
            to={screen.path}
            label={screen.title}
            title={screen.title}
            active={isHere}
            aria-current={isHere ? "page" : undefined}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
            rightSection={screen.path === "/inbox" ? <InboxCount /> : undefined}
            className={classes["link"]}
        />
    );
}

/** The bar at the bottom of a phone, in reach of the thumb. */
function Bar(): ReactElement {
    return (
        <AppShell.Footer component="nav" aria-label="Main screens" className={classes["bar"]}>
            {SCREENS.filter((screen) => screen.isInBar).map((screen) => (
                <BarLink key={screen.path} screen={screen} />
            ))}
            <Menu position="top-end">
                <Menu.Target>
                    <UnstyledButton className={classes["tab"]}>
                        <IconDots size={20} stroke={1.6} aria-hidden />
                        More
                    </UnstyledButton>
                </Menu.Target>
                <Menu.Dropdown>
                    {SCREENS.filter((screen) => !screen.isInBar).map(({ path, title, icon: Icon }) => (
                        <Menu.Item
                            key={path}
                            component={Link}
                            to={path}
                            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                        >
                            {title}
                        </Menu.Item>
                    ))}
                </Menu.Dropdown>
            </Menu>
        </AppShell.Footer>
    );
}

function BarLink({ screen }: { screen: Screen }): ReactElement {
    const isHere = useIsHere(screen);
    const Icon = screen.icon;
    return (
        <Link to={screen.path} className={classes["tab"]} data-here={isHere || undefined}>
            <span className={classes["sign"]}>
                <Icon size={20} stroke={1.6} aria-hidden />
                {screen.path === "/inbox" && <InboxCount />}
            </span>
            {screen.title}
        </Link>
    );
}

function InboxCount(): ReactElement | null {
    const count = useInboxCount();
    if (count === undefined || count === "0") {
        return null;
    }
    return (
        <span className={classes["count"]}>
            {count}
            <span className={classes["unseen"]}> waiting</span>
        </span>
    );
}

function useIsHere(screen: Screen): boolean {
    const { pathname } = useLocation();
    return (
        pathname === screen.path ||
        pathname === screen.alsoAt ||
        pathname.startsWith(`${screen.path}/`) ||
        (pathname === "/" && screen.path === "/now")
    );
}
