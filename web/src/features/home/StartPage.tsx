import { getRouteApi } from "@tanstack/react-router";
import { Page } from "../../components/Page";
import { FirstRun } from "./components/FirstRun";

const route = getRouteApi("/start");

/** The way to a first verdict. */
export function StartPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    return (
        <Page title="Your first verdict" about="Bring what you have, or look around in an example.">
            <FirstRun search={search} change={(next) => navigate({ search: next, replace: true })} />
        </Page>
    );
}
