import { Chip } from "../../../components/Chip";

/** Where a version stands. */
export function Places({ environments, newest }: { environments: string[]; newest: boolean }) {
    return (
        <>
            {environments.map((environment) => (
                <Chip key={environment}>{environment}</Chip>
            ))}
            {newest && <Chip tone="accent">newest</Chip>}
        </>
    );
}
