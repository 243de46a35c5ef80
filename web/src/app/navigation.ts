import type { LinkProps } from "@tanstack/react-router";

/** A screen that the navigation, the palette and the keyboard lead to. */
export interface Destination {
    to: LinkProps["to"];
    label: string;
    /** After `g`. */
    key: string;
    /** For the palette: what people may type instead. */
    words: string;
}

/** The screens there are, in the order of the navigation. */
export const DESTINATIONS: Destination[] = [
    { to: "/", label: "Home", key: "h", words: "status dashboard start" },
    { to: "/seams", label: "Seams", key: "s", words: "integrations contracts pacts network" },
    { to: "/environments", label: "Environments", key: "e", words: "board deployments releases what runs where" },
    { to: "/verdict", label: "Verdict", key: "v", words: "can i deploy merge why not" },
    { to: "/participants", label: "Participants", key: "p", words: "applications databases services pacticipants" },
    { to: "/jobs", label: "Jobs", key: "j", words: "verifications workers queue" },
    { to: "/webhooks", label: "Webhooks", key: "w", words: "deliveries slack github gitlab events notifications" },
    { to: "/audit", label: "Audit trail", key: "a", words: "log who changed what history" },
    { to: "/settings", label: "Settings", key: "t", words: "tokens environments workspace theme" },
];
