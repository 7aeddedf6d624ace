/** How the dashboard looks: calm and dense, with one accent. The colours of states are in `theme.css`. */

import { Alert, createTheme, Menu, Modal } from "@mantine/core";

export const theme = createTheme({
    primaryColor: "cyan",
    primaryShade: { light: 9, dark: 9 },
    colors: {
        // Greys of the dark scheme, a little blue as those of the light one.
        dark: [
            "#d5d9de",
            "#b9c0c7",
            "#a3abb3",
            "#6b737b",
            "#43494f",
            "#363b41",
            "#2a2e33",
            "#1d2024",
            "#16181b",
            "#0f1113",
        ],
    },
    fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace",
    fontSizes: {
        xs: "0.75rem",
        sm: "0.85rem",
        md: "0.925rem",
        lg: "1.05rem",
        xl: "1.25rem",
    },
    defaultRadius: "sm",
    cursorType: "pointer",
    respectReducedMotion: true,
    components: {
        // Its colour is on the border and the icon: as a text, not every one has enough contrast.
        Alert: Alert.extend({ styles: { title: { color: "var(--mantine-color-text)" } } }),
        // A menu holds nothing but its items.
        Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
        // The header of a dialog is not that of the page.
        Modal: Modal.extend({
            defaultProps: { attributes: { header: { role: "none" } } },
            styles: { title: { fontSize: "var(--mantine-font-size-lg)", fontWeight: 600 } },
        }),
    },
});
