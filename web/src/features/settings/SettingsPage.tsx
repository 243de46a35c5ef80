import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Failure, Skeleton } from "../../components/states";
import { callerQuery, SCOPE_WORDS } from "../../lib/caller";
import { Appearance } from "./components/Appearance";
import { Environments } from "./components/Environments";
import { Tokens } from "./components/Tokens";
import { Workspaces } from "./components/Workspaces";

/** The workspace: who one is in it, its environments and tokens; and how this browser shows it. */
export function SettingsPage() {
    const { data: caller, error, isPending, refetch } = useQuery(callerQuery);
    return (
        <Page title="Settings">
            {isPending && <Skeleton rows={3} label="Loading who you are" />}
            {error && !caller && (
                <Failure error={error} what="Who you are could not be loaded" retry={() => refetch()} />
            )}
            {caller && (
                <>
                    <Facts>
                        <Fact name="Workspace">{caller.workspace}</Fact>
                        <Fact name="You are">{caller.principal}</Fact>
                        <Fact name="Your access" isLong>
                            {caller.scope}: {SCOPE_WORDS[caller.scope]}
                        </Fact>
                    </Facts>
                    {caller.operator && <Workspaces current={caller.workspace} />}
                    <Environments mayChange={caller.scope === "admin"} />
                    <Panel title="Webhooks">
                        <p>
                            <Link to="/webhooks">Webhooks</Link> tell other systems what happens;{" "}
                            <Link to="/deliveries">deliveries</Link> are what was sent.
                        </p>
                    </Panel>
                    {caller.scope === "admin" ? (
                        <Tokens />
                    ) : (
                        <Panel title="API tokens">
                            <p>Tokens are made and revoked by administrators of the workspace.</p>
                        </Panel>
                    )}
                </>
            )}
            <Appearance />
        </Page>
    );
}
