import { type ReactNode, useEffect } from "react";
import { classes } from "../lib/classes";
import styles from "./Page.module.css";

interface PageProps {
    /** Of the window and, without a heading, of the page. */
    title: string;
    heading?: ReactNode;
    /** Under the heading: what the page is about, in a line. */
    about?: ReactNode;
    /** Beside the heading. */
    actions?: ReactNode;
    children: ReactNode;
}

/** A screen: one heading, then its panels. */
export function Page({ title, heading, about, actions, children }: PageProps) {
    useEffect(() => {
        document.title = `${title} · Seamwright`;
    }, [title]);
    return (
        <div className={styles.page}>
            <header className={styles.header}>
                <div className={styles.titles}>
                    <h1>{heading ?? title}</h1>
                    {about && <div className={styles.about}>{about}</div>}
                </div>
                {actions && <div className={classes(styles.actions, "no-print")}>{actions}</div>}
            </header>
            {children}
        </div>
    );
}

interface PanelProps {
    title?: ReactNode;
    /** Beside the title. */
    aside?: ReactNode;
    /** Without space around what it holds: for tables. */
    flush?: boolean;
    children: ReactNode;
}

/** A part of a screen with a heading of its own. */
export function Panel({ title, aside, flush = false, children }: PanelProps) {
    return (
        <section className={styles.panel}>
            {(title || aside) && (
                <header className={styles.panelHeader}>
                    {title && <h2>{title}</h2>}
                    {aside && <div className={styles.aside}>{aside}</div>}
                </header>
            )}
            <div className={flush ? styles.flush : styles.body}>{children}</div>
        </section>
    );
}

/** Names and values. */
export function Facts({ children }: { children: ReactNode }) {
    return <dl className={styles.facts}>{children}</dl>;
}

/** @param isLong it has a line of its own where there is little room */
export function Fact({ name, isLong = false, children }: { name: string; isLong?: boolean; children: ReactNode }) {
    return (
        <div className={isLong ? styles.long : undefined}>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}
