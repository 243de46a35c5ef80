import { Chip } from "../../../components/Chip";
import { EnvironmentChips } from "../../../components/Environments";

/** Where a version stands. */
export function Places({ environments, newest }: { environments: string[]; newest: boolean }) {
    return (
        <>
            <EnvironmentChips names={environments} />
            {newest && <Chip tone="accent">newest</Chip>}
        </>
    );
}
