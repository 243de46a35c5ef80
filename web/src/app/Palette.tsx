import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { Autocomplete, Header, Input, Menu, MenuItem, MenuSection, SearchField } from "react-aria-components";
import { Overlay } from "../components/Overlay";
import { addressOf, type Found, searchQuery } from "../lib/find";
import { prefer } from "../lib/preferences";
import { DESTINATIONS } from "./navigation";
import { overlay } from "./overlays";
import styles from "./Palette.module.css";

interface Action {
    id: string;
    label: string;
    words: string;
    run: () => void;
}

const ACTIONS: Action[] = [
    { id: "light", label: "Light theme", words: "colour color appearance", run: () => prefer({ theme: "light" }) },
    { id: "dark", label: "Dark theme", words: "colour color appearance night", run: () => prefer({ theme: "dark" }) },
    {
        id: "system",
        label: "Theme of the system",
        words: "colour color appearance",
        run: () => prefer({ theme: "system" }),
    },
    { id: "contrast", label: "More contrast", words: "accessibility", run: () => prefer({ contrast: "more" }) },
    {
        id: "contrast-system",
        label: "Contrast of the system",
        words: "accessibility",
        run: () => prefer({ contrast: "system" }),
    },
    { id: "shortcuts", label: "Keyboard shortcuts", words: "help keys", run: () => overlay.set("shortcuts") },
    { id: "print", label: "Print this page", words: "pdf paper", run: () => setTimeout(print, 100) },
];

/** What people type who ask what breaks. */
const ASKS =
    /^\s*(?:what\s+(?:breaks|happens)|can\s+(?:i|we)\s+(?:drop|remove|delete|rename)|(?:drop|remove|delete|rename|alter)\s+\S)/i;

function fits(typed: string, ...words: string[]): boolean {
    const all = words.join(" ").toLowerCase();
    return typed
        .toLowerCase()
        .split(/\s+/)
        .every((word) => all.includes(word));
}

/** Finds by name and goes there, or does it. */
export default function Palette() {
    const router = useRouter();
    const [typed, setTyped] = useState("");
    const asked = useDeferredValue(typed.trim());
    const { data, error, isFetching } = useQuery({
        ...searchQuery(asked),
        enabled: asked.length > 0,
        placeholderData: keepPreviousData,
    });
    const found: Found[] = asked ? (data?.items ?? []) : [];
    const screens = DESTINATIONS.filter((screen) => fits(typed, screen.label, screen.words));
    const actions = ACTIONS.filter((action) => fits(typed, action.label, action.words));
    const close = () => overlay.set(null);
    const go = (action: () => void) => () => {
        close();
        action();
    };
    const asks = ASKS.test(typed);
    const count = found.length + screens.length + actions.length + (asks ? 1 : 0);
    return (
        <Overlay label="Search and commands" onClose={close} place="top">
            <Autocomplete inputValue={typed} onInputChange={setTyped}>
                <SearchField
                    aria-label="Search participants, versions, contracts, screens and commands"
                    autoFocus
                    className={styles.field}
                >
                    <Input placeholder="A participant, a version, a screen, a command" className={styles.input} />
                </SearchField>
                <Menu
                    className={styles.list}
                    aria-label="Results"
                    renderEmptyState={() => (
                        <p className={styles.none}>{isFetching ? "Searching" : `Nothing is called ${typed}.`}</p>
                    )}
                >
                    {asks && (
                        <MenuSection className={styles.section}>
                            <Header>Ask</Header>
                            <MenuItem
                                id="ask"
                                textValue={typed}
                                className={styles.item}
                                onAction={go(() =>
                                    router.navigate({ to: "/impact", search: { change: typed.trim() } }),
                                )}
                            >
                                <span className={styles.name}>{typed.trim()}</span>
                                <span className={styles.detail}>what breaks</span>
                            </MenuItem>
                        </MenuSection>
                    )}
                    {found.length > 0 && (
                        <MenuSection className={styles.section}>
                            <Header>Found</Header>
                            {found.map((item) => (
                                <MenuItem
                                    key={`${item.type} ${item.participant} ${item.name}`}
                                    id={`${item.type} ${item.participant} ${item.name}`}
                                    textValue={item.name}
                                    className={styles.item}
                                    onAction={go(() => router.navigate({ href: addressOf(item) }))}
                                >
                                    <span className={styles.name}>{item.name}</span>
                                    <span className={styles.detail}>
                                        {[item.type, item.participant, item.detail].filter(Boolean).join(" · ")}
                                    </span>
                                </MenuItem>
                            ))}
                        </MenuSection>
                    )}
                    {screens.length > 0 && (
                        <MenuSection className={styles.section}>
                            <Header>Go to</Header>
                            {screens.map((screen) => (
                                <MenuItem
                                    key={screen.label}
                                    id={`screen ${screen.label}`}
                                    textValue={screen.label}
                                    className={styles.item}
                                    onAction={go(() => router.navigate({ to: screen.to }))}
                                >
                                    <span className={styles.name}>{screen.label}</span>
                                    <kbd className={styles.detail}>g {screen.key}</kbd>
                                </MenuItem>
                            ))}
                        </MenuSection>
                    )}
                    {actions.length > 0 && (
                        <MenuSection className={styles.section}>
                            <Header>Do</Header>
                            {actions.map((action) => (
                                <MenuItem
                                    key={action.id}
                                    id={`action ${action.id}`}
                                    textValue={action.label}
                                    className={styles.item}
                                    onAction={go(action.run)}
                                >
                                    <span className={styles.name}>{action.label}</span>
                                </MenuItem>
                            ))}
                        </MenuSection>
                    )}
                </Menu>
            </Autocomplete>
            <p className={styles.status} role="status">
                {error ? `The search failed: ${error.message}` : typed && `${count} found`}
            </p>
        </Overlay>
    );
}
