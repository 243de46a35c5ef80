import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { Button } from "../components/Button";
import { Brand, MenuIcon, SearchIcon } from "../components/icons";
import { callerQuery, SCOPE_WORDS } from "../lib/caller";
import { classes } from "../lib/classes";
import { preferences } from "../lib/preferences";
import { chosenWorkspace, refused, signOut, token } from "../lib/session";
import { type Shortcuts, useShortcuts } from "../lib/shortcuts";
import { useStore } from "../lib/store";
import { DESTINATIONS } from "./navigation";
import { OutageBanner } from "./OutageBanner";
import { overlay } from "./overlays";
import { useProbe } from "./probe";
import styles from "./Shell.module.css";
import { SignIn } from "./SignIn";

const Palette = lazy(() => import("./Palette"));
const ShortcutsHelp = lazy(() => import("./ShortcutsHelp"));

/** What is around every screen: where one can go, who one is, and whether the broker is well. */
export function Shell() {
    const router = useRouter();
    const path = useLocation({ select: ({ pathname }) => pathname });
    const needsToken = useStore(refused);
    const over = useStore(overlay);
    const [menu, setMenu] = useState(false);
    useProbe();

    useShortcuts(
        useMemo<Shortcuts>(() => {
            const palette = () => overlay.set("palette");
            return {
                "mod+k": palette,
                "/": palette,
                "?": () => overlay.set("shortcuts"),
                ...Object.fromEntries(DESTINATIONS.map(({ key, to }) => [`g ${key}`, () => router.navigate({ to })])),
            };
        }, [router]),
    );
    useEffect(
        () =>
            router.subscribe("onResolved", ({ pathChanged, fromLocation }) => {
                setMenu(false);
                // another screen: the keyboard and screen readers go on at its beginning
                if (pathChanged && fromLocation) {
                    document.getElementById("main")?.focus({ preventScroll: true });
                }
            }),
        [router],
    );

    if (needsToken) {
        return <SignIn />;
    }
    return (
        <div className={styles.shell}>
            <a className={styles.skip} href="#main">
                Skip to the content
            </a>
            <header className={classes(styles.bar, "no-print")}>
                <Button
                    look="quiet"
                    className={styles.menu}
                    aria-expanded={menu}
                    aria-controls="navigation"
                    aria-label="Menu"
                    onClick={() => setMenu(!menu)}
                >
                    <MenuIcon />
                </Button>
                <Link to="/" className={styles.brand}>
                    <Brand />
                    <span>Seamwright</span>
                </Link>
                <SearchButton />
                <Caller />
            </header>
            <nav
                id="navigation"
                aria-label="Screens"
                className={classes(styles.navigation, menu && styles.open, "no-print")}
            >
                <ul>
                    {DESTINATIONS.map(({ to, label, holds }) => (
                        <li key={label}>
                            <Link
                                to={to}
                                activeOptions={{ exact: to === "/", includeSearch: false }}
                                data-status={holds && path.startsWith(holds) ? "active" : undefined}
                            >
                                {label}
                            </Link>
                        </li>
                    ))}
                </ul>
            </nav>
            <div className={styles.content}>
                <OutageBanner />
                <main id="main" tabIndex={-1}>
                    <Outlet />
                </main>
            </div>
            <Suspense>
                {over === "palette" && <Palette />}
                {over === "shortcuts" && <ShortcutsHelp />}
            </Suspense>
        </div>
    );
}

function SearchButton() {
    const { shortcuts } = useStore(preferences);
    return (
        <button type="button" className={styles.search} onClick={() => overlay.set("palette")}>
            <SearchIcon />
            <span>Search or go to</span>
            <kbd>{shortcuts ? "/" : "Ctrl K"}</kbd>
        </button>
    );
}

function Caller() {
    const { data: caller, error } = useQuery(callerQuery);
    const secret = useStore(token);
    const workspace = caller?.workspace ?? chosenWorkspace();
    return (
        <div className={styles.caller}>
            <span
                className={styles.workspace}
                title={
                    caller
                        ? `Workspace ${caller.workspace}, as ${caller.principal}, whose access is ${caller.scope}: ${SCOPE_WORDS[caller.scope]}`
                        : error
                          ? `Who you are could not be loaded: ${error.message}`
                          : "Loading who you are"
                }
            >
                <span className="visually-hidden">Workspace </span>
                {workspace ?? (error ? "not known" : "…")}
            </span>
            {secret && (
                <Button look="quiet" onClick={signOut}>
                    Sign out
                </Button>
            )}
        </div>
    );
}
