import type { ButtonHTMLAttributes } from "react";
import { classes } from "../lib/classes";
import styles from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
    look?: "plain" | "primary" | "danger" | "quiet";
}

export function Button({ look = "plain", className, type = "button", ...rest }: Props) {
    return <button type={type} className={classes(styles.button, styles[look], className)} {...rest} />;
}
