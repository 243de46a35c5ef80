import { Chip } from "../../../components/Chip";
import { NoIcon, VerifyingIcon, WaitingIcon, YesIcon } from "../../../components/icons";
import type { Schemas } from "../../../lib/api";

/** Where a job is. It is no verdict: that a job is done does not say that its contract is kept. */
export function JobState({ state }: { state: Schemas["JobState"] }) {
    switch (state) {
        case "waiting":
            return (
                <Chip>
                    <WaitingIcon size={13} /> Waiting
                </Chip>
            );
        case "running":
            return (
                <Chip tone="accent">
                    <VerifyingIcon size={13} /> Running
                </Chip>
            );
        case "done":
            return (
                <Chip>
                    <YesIcon size={13} /> Done
                </Chip>
            );
        case "dead":
            return (
                <Chip tone="no">
                    <NoIcon size={13} /> Given up
                </Chip>
            );
        case "cancelled":
            return (
                <Chip>
                    <NoIcon size={13} /> Cancelled
                </Chip>
            );
    }
}
