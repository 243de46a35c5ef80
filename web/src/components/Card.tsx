import type { ComponentProps } from "react";
import { classes } from "../lib/classes";
import styles from "./Card.module.css";

interface Props extends ComponentProps<"article"> {
    /** Against what it speaks, by colour and form; absent: nothing. */
    edge?: "no" | "possible" | "unknown" | undefined;
}

/** One of the things that an answer rests on. */
export function Card({ edge, className, ...rest }: Props) {
    return <article {...rest} className={classes(styles.card, edge && styles[edge], className)} />;
}
