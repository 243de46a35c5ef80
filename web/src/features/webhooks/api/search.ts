import type { Schemas } from "../../../lib/api";
import { oneOf, type Search, text } from "../../../lib/search";

export const STATES = ["not_run", "retrying", "success", "failure"] as const satisfies Schemas["DeliveryState"][];

export const FORMAT_NAMES = [
    "standard",
    "template",
    "slack",
    "github-status",
    "github-comment",
    "github-dispatch",
    "gitlab-status",
] as const;

/** What a webhook tells its events as; `template`: a request that people wrote. */
export type FormatName = (typeof FORMAT_NAMES)[number];

export interface DeliveriesSearch {
    /** Id of a webhook, also of one that was deleted. */
    webhook?: string | undefined;
    state?: Schemas["DeliveryState"] | undefined;
}

export function validateDeliveriesSearch(search: Search): DeliveriesSearch {
    return { webhook: text(search, "webhook"), state: oneOf(search, "state", STATES) };
}

export interface NewWebhookSearch {
    format?: FormatName | undefined;
}

export function validateNewWebhookSearch(search: Search): NewWebhookSearch {
    return { format: oneOf(search, "format", FORMAT_NAMES) };
}
