import type { LinkProps } from "@tanstack/react-router";

/** A screen that the navigation, the palette and the keyboard lead to. */
export interface Destination {
    to: LinkProps["to"];
    label: string;
    /** After `g`. */
    key: string;
    /** Where the addresses of screens begin that belong to it. */
    holds?: string;
    /** For the palette: what people may type instead. */
    words: string;
}

/** The screens there are, in the order of the navigation. */
export const DESTINATIONS: Destination[] = [
    { to: "/", label: "Home", key: "h", holds: "/start", words: "status dashboard start" },
    { to: "/seams", label: "Seams", key: "s", words: "integrations contracts pacts" },
    { to: "/graph", label: "Graph", key: "n", words: "network seams neighbours map dependencies" },
    { to: "/explore", label: "Matrix", key: "m", words: "explore versions verified with compatibility grid" },
    { to: "/diff", label: "Changes", key: "c", words: "diff compare contracts versions breaking what changed" },
    { to: "/environments", label: "Environments", key: "e", words: "board deployments releases what runs where" },
    { to: "/verdict", label: "Verdict", key: "v", words: "can i deploy merge why not" },
    {
        to: "/impact",
        label: "Impact",
        key: "i",
        words: "what breaks if i drop remove rename change column table operation ddl openapi patch diff who uses",
    },
    { to: "/participants", label: "Participants", key: "p", words: "applications databases services pacticipants" },
    {
        to: "/databases",
        label: "Databases",
        key: "d",
        words: "schema tables columns migration migrate rls row security drift skew erd",
    },
    { to: "/jobs", label: "Jobs", key: "j", words: "verifications workers queue" },
    {
        to: "/webhooks",
        label: "Webhooks",
        key: "w",
        holds: "/deliveries",
        words: "deliveries slack github gitlab events notifications",
    },
    { to: "/audit", label: "Audit trail", key: "a", words: "log who changed what history" },
    { to: "/settings", label: "Settings", key: "t", words: "tokens environments workspace theme" },
];
