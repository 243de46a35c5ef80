import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "./api";
import { environmentsQuery } from "./queries";

type Environment = Schemas["Environment"];

/** What is written where an environment is meant and there is none yet. */
const ANY = "ENVIRONMENT";

/** What is known of the environments of the workspace, to speak of all of them in one way. */
export interface Environments {
    /** In the order in which versions get there. */
    all: Environment[];
    /** How people call it; its name where it is not known. */
    titleOf: (name: string) => string;
    /** How people call them, in the order in which versions get there. */
    titlesOf: (names: readonly string[]) => string[];
    /** What stands in environments, in the order in which versions get there; what stands in unknown ones comes last. */
    inOrder: <T>(items: readonly T[], nameOf: (item: T) => string) => T[];
    /** The name of one for an example, of these if they are not none: of production, else the last that versions get to. */
    exampleOf: (names?: readonly string[]) => string;
}

/** How environments are called and ordered on every screen. */
export function useEnvironments(): Environments {
    const { data } = useQuery(environmentsQuery);
    return useMemo(() => environmentsOf(data ?? []), [data]);
}

/** @param all in the order in which versions get there */
export function environmentsOf(all: Environment[]): Environments {
    const places = new Map(all.map(({ name }, place) => [name, place]));
    const titles = new Map(all.map(({ name, displayName }) => [name, displayName]));
    const placeOf = (name: string) => places.get(name) ?? all.length;
    const titleOf = (name: string) => titles.get(name) ?? name;
    const inOrder: Environments["inOrder"] = (items, nameOf) =>
        [...items].sort((a, b) => placeOf(nameOf(a)) - placeOf(nameOf(b)));
    return {
        all,
        titleOf,
        titlesOf: (names) => inOrder(names, (name) => name).map(titleOf),
        inOrder,
        exampleOf: (names = []) => {
            const some = all.filter(({ name }) => names.includes(name));
            const known = some.length > 0 ? some : all;
            return (known.find(({ production }) => production) ?? known.at(-1))?.name ?? ANY;
        },
    };
}
