import { Chip } from "../../../components/Chip";
import { NoIcon, VerifyingIcon, WaitingIcon, YesIcon } from "../../../components/icons";
import type { DeliveryStateName } from "../api/webhooks";

export const STATE_WORDS: Record<DeliveryStateName, string> = {
    not_run: "Not sent yet",
    retrying: "To be tried again",
    success: "Delivered",
    failure: "Given up",
};

const LOOKS = {
    not_run: ["plain", WaitingIcon],
    retrying: ["unknown", VerifyingIcon],
    success: ["plain", YesIcon],
    failure: ["no", NoIcon],
} as const;

/** How far a delivery has come. */
export function DeliveryState({ state }: { state: DeliveryStateName }) {
    const [tone, Icon] = LOOKS[state];
    return (
        <Chip tone={tone}>
            <Icon size={13} /> {STATE_WORDS[state]}
        </Chip>
    );
}
