import { getRouteApi } from "@tanstack/react-router";
import { ActionLink } from "../../components/ActionLink";
import { Page } from "../../components/Page";
import { Failure } from "../../components/states";
import { newDraft } from "./api/draft";
import { useSaveWebhook, useTrial } from "./api/webhooks";
import { TrialResult } from "./components/TrialResult";
import { WebhookForm } from "./components/WebhookForm";

const route = getRouteApi("/webhooks/new");

/** Makes a webhook. */
export function NewWebhookPage() {
    const { format = "standard" } = route.useSearch();
    const navigate = route.useNavigate();
    const save = useSaveWebhook();
    const trial = useTrial();
    return (
        <Page title="New webhook" actions={<ActionLink to="/webhooks">All webhooks</ActionLink>}>
            <WebhookForm
                initial={newDraft(format)}
                saving={save.isPending}
                error={save.error}
                submit="Make the webhook"
                save={(webhook) =>
                    save.mutate(webhook, {
                        onSuccess: ({ uuid }) => navigate({ to: "/webhooks/$webhook", params: { webhook: uuid } }),
                    })
                }
                attempt={(webhook) => trial.mutate(webhook)}
                onFormat={(chosen) => navigate({ search: { format: chosen }, replace: true })}
            />
            {trial.error && <Failure error={trial.error} what="It could not be tried" />}
            {trial.data && <TrialResult trial={trial.data} />}
        </Page>
    );
}
