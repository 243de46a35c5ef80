import {
    createRootRoute,
    createRoute,
    createRouter,
    type ErrorComponentProps,
    lazyRouteComponent,
    redirect,
} from "@tanstack/react-router";
import { Page } from "../components/Page";
import { Failure, Skeleton } from "../components/states";
import { parseSearch, printSearch } from "../lib/search";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

// One entry a screen. A screen's search parameters are read by its feature; its component is a chunk of its own.
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
    getParentRoute: () => root,
    path: "/",
    beforeLoad: () => {
        throw redirect({ to: "/participants", replace: true });
    },
});

const participants = createRoute({
    getParentRoute: () => root,
    path: "/participants",
    component: lazyRouteComponent(() => import("../features/participants/ParticipantsPage"), "ParticipantsPage"),
});

export const router = createRouter({
    routeTree: root.addChildren([home, participants]),
    parseSearch,
    stringifySearch: printSearch,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Skeleton rows={6} />,
    defaultErrorComponent: Broken,
});

/** A screen that could not be drawn: mostly one whose chunk a newer broker does not have any more. */
function Broken({ error, reset }: ErrorComponentProps) {
    return (
        <Page title="This screen failed">
            <Failure
                error={error}
                what="The screen could not be shown"
                retry={() => {
                    reset();
                    location.reload();
                }}
            />
        </Page>
    );
}

declare module "@tanstack/react-router" {
    interface Register {
        router: typeof router;
    }
}
