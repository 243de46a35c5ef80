import { useEnvironments } from "../lib/environments";
import { Chip } from "./Chip";
import { Pieces } from "./Pieces";

/** An environment as people call it; its name, which commands take, on hover. */
export function EnvironmentName({ name }: { name: string }) {
    const { titleOf } = useEnvironments();
    return (
        <span title={name}>
            <Pieces text={titleOf(name)} />
        </span>
    );
}

/** Environments in the order in which versions get there. */
export function EnvironmentChips({ names }: { names: string[] }) {
    const { titleOf, inOrder } = useEnvironments();
    return inOrder(names, (name) => name).map((name) => (
        <Chip key={name} title={name}>
            {titleOf(name)}
        </Chip>
    ));
}
