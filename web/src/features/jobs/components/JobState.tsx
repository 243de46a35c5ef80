import { Verdict } from "../../../components/Verdict";
import type { Schemas } from "../../../lib/api";

/** Where a job is. That it is done does not say that its contract is kept: its verification does. */
export function JobState({ state }: { state: Schemas["JobState"] }) {
    switch (state) {
        case "waiting":
            return <Verdict answer="unknown">Waiting</Verdict>;
        case "running":
            return <Verdict answer="verifying">Running</Verdict>;
        case "done":
            return <Verdict answer="yes">Done</Verdict>;
        case "dead":
            return <Verdict answer="no">Given up</Verdict>;
        case "cancelled":
            return <Verdict answer="no">Cancelled</Verdict>;
    }
}
