import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import { classes } from "../lib/classes";
import styles from "./ActionLink.module.css";
import button from "./Button.module.css";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
    look?: "plain" | "primary";
}

/** A link among the actions of a page, which looks as they do. */
export const ActionLink = createLink(({ look = "plain", className, ...rest }: Props) => (
    <a className={classes(button.button, button[look], styles.link, className)} {...rest} />
));
