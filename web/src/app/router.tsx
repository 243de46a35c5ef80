import type { FetchInfiniteQueryOptions, FetchQueryOptions, QueryKey } from "@tanstack/react-query";
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
import { validateAuditSearch } from "../features/audit/api/audit";
import { validateBoardSearch } from "../features/board/api/search";
import { validateDatabaseSearch } from "../features/database/api/search";
import { validateDiffSearch } from "../features/diff/api/diff";
import { validateExploreSearch } from "../features/explore/api/matrix";
import { firesQuery, neighbourhoodQuery, validateGraphSearch } from "../features/graph/api/graph";
import { validateHomeSearch, validateStartSearch } from "../features/home/api/search";
import { validateImpactSearch } from "../features/impact/api/search";
import { validateJobsSearch } from "../features/jobs/api/jobs";
import {
    participantQuery,
    participantsQuery,
    validateParticipantsSearch,
} from "../features/participants/api/participants";
import { pairQuery, seamsQuery, validateSeamSearch, validateSeamsSearch } from "../features/seams/api/seams";
import { validateVerdictSearch } from "../features/verdict/api/question";
import { validateDeliveriesSearch, validateNewWebhookSearch } from "../features/webhooks/api/search";
import { parseSearch, printSearch, type Search } from "../lib/search";
import { boardQuery, statusQuery } from "../lib/status";
import { NotFound } from "./NotFound";
import { ofMatrix, ofPact, ofPacticipant } from "./oldLinks";
import { queryClient } from "./queries";
import { Shell } from "./Shell";

// One entry a screen. A screen's search parameters are read by its feature; its component is a chunk of its own, and what it shows first
// is asked for while that is on its way.
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Asks what is not known yet; whether that fails is told by the screen. Not for a link that a pointer merely passes. */
function ask<T, E, D, K extends QueryKey>(isPreload: boolean, query: FetchQueryOptions<T, E, D, K>) {
    if (!isPreload && !queryClient.getQueryState(query.queryKey)) {
        queryClient.prefetchQuery(query);
    }
}

/** As {@link ask}, the first page of a list. */
function askPages<T, E, D, K extends QueryKey, P>(isPreload: boolean, list: FetchInfiniteQueryOptions<T, E, D, K, P>) {
    if (!isPreload && !queryClient.getQueryState(list.queryKey)) {
        queryClient.prefetchInfiniteQuery(list);
    }
}

const home = createRoute({
    getParentRoute: () => root,
    path: "/",
    validateSearch: validateHomeSearch,
    loader: ({ preload }) => ask(preload, statusQuery),
    component: lazyRouteComponent(() => import("../features/home/HomePage"), "HomePage"),
});

const start = createRoute({
    getParentRoute: () => root,
    path: "/start",
    validateSearch: validateStartSearch,
    component: lazyRouteComponent(() => import("../features/home/StartPage"), "StartPage"),
});

const board = createRoute({
    getParentRoute: () => root,
    path: "/environments",
    validateSearch: validateBoardSearch,
    loaderDeps: ({ search: { participant } }) => ({ participant }),
    loader: ({ preload, deps }) => askPages(preload, boardQuery(deps.participant)),
    component: lazyRouteComponent(() => import("../features/board/BoardPage"), "BoardPage"),
});

const verdict = createRoute({
    getParentRoute: () => root,
    path: "/verdict",
    validateSearch: validateVerdictSearch,
    component: lazyRouteComponent(() => import("../features/verdict/VerdictPage"), "VerdictPage"),
});

const seams = createRoute({
    getParentRoute: () => root,
    path: "/seams",
    validateSearch: validateSeamsSearch,
    loaderDeps: ({ search }) => search,
    loader: ({ preload, deps }) => askPages(preload, seamsQuery(deps)),
    component: lazyRouteComponent(() => import("../features/seams/SeamsPage"), "SeamsPage"),
});

const seam = createRoute({
    getParentRoute: () => root,
    path: "/seams/$consumer/$provider",
    validateSearch: validateSeamSearch,
    loader: ({ preload, params }) => ask(preload, pairQuery(params.consumer, params.provider)),
    component: lazyRouteComponent(() => import("../features/seams/SeamPage"), "SeamPage"),
});

const graph = createRoute({
    getParentRoute: () => root,
    path: "/graph",
    validateSearch: validateGraphSearch,
    loaderDeps: ({ search: { participant, depth, environment } }) => ({ participant, depth, environment }),
    loader: ({ preload, deps }) =>
        deps.participant ? ask(preload, neighbourhoodQuery(deps)) : ask(preload, firesQuery),
    component: lazyRouteComponent(() => import("../features/graph/GraphPage"), "GraphPage"),
});

const explore = createRoute({
    getParentRoute: () => root,
    path: "/explore",
    validateSearch: validateExploreSearch,
    component: lazyRouteComponent(() => import("../features/explore/ExplorePage"), "ExplorePage"),
});

const diff = createRoute({
    getParentRoute: () => root,
    path: "/diff",
    validateSearch: validateDiffSearch,
    component: lazyRouteComponent(() => import("../features/diff/DiffPage"), "DiffPage"),
});

const impact = createRoute({
    getParentRoute: () => root,
    path: "/impact",
    validateSearch: validateImpactSearch,
    component: lazyRouteComponent(() => import("../features/impact/ImpactPage"), "ImpactPage"),
});

const participants = createRoute({
    getParentRoute: () => root,
    path: "/participants",
    validateSearch: validateParticipantsSearch,
    loaderDeps: ({ search: { name } }) => ({ name }),
    loader: ({ preload, deps }) => askPages(preload, participantsQuery(deps)),
    component: lazyRouteComponent(() => import("../features/participants/ParticipantsPage"), "ParticipantsPage"),
});

const participant = createRoute({
    getParentRoute: () => root,
    path: "/participants/$participant",
    loader: ({ preload, params }) => ask(preload, participantQuery(params.participant)),
    component: lazyRouteComponent(() => import("../features/participants/ParticipantPage"), "ParticipantPage"),
});

const version = createRoute({
    getParentRoute: () => root,
    path: "/participants/$participant/versions/$version",
    component: lazyRouteComponent(() => import("../features/participants/VersionPage"), "VersionPage"),
});

const databases = createRoute({
    getParentRoute: () => root,
    path: "/databases",
    component: lazyRouteComponent(() => import("../features/database/DatabasesPage"), "DatabasesPage"),
});

const database = createRoute({
    getParentRoute: () => root,
    path: "/databases/$database",
    validateSearch: validateDatabaseSearch,
    component: lazyRouteComponent(() => import("../features/database/DatabasePage"), "DatabasePage"),
});

const jobs = createRoute({
    getParentRoute: () => root,
    path: "/jobs",
    validateSearch: validateJobsSearch,
    component: lazyRouteComponent(() => import("../features/jobs/JobsPage"), "JobsPage"),
});

const job = createRoute({
    getParentRoute: () => root,
    path: "/jobs/$job",
    component: lazyRouteComponent(() => import("../features/jobs/JobPage"), "JobPage"),
});

const webhooks = createRoute({
    getParentRoute: () => root,
    path: "/webhooks",
    component: lazyRouteComponent(() => import("../features/webhooks/WebhooksPage"), "WebhooksPage"),
});

const newWebhook = createRoute({
    getParentRoute: () => root,
    path: "/webhooks/new",
    validateSearch: validateNewWebhookSearch,
    component: lazyRouteComponent(() => import("../features/webhooks/NewWebhookPage"), "NewWebhookPage"),
});

const webhook = createRoute({
    getParentRoute: () => root,
    path: "/webhooks/$webhook",
    component: lazyRouteComponent(() => import("../features/webhooks/WebhookPage"), "WebhookPage"),
});

const deliveries = createRoute({
    getParentRoute: () => root,
    path: "/deliveries",
    validateSearch: validateDeliveriesSearch,
    component: lazyRouteComponent(() => import("../features/webhooks/DeliveriesPage"), "DeliveriesPage"),
});

const delivery = createRoute({
    getParentRoute: () => root,
    path: "/deliveries/$delivery",
    component: lazyRouteComponent(() => import("../features/webhooks/DeliveryPage"), "DeliveryPage"),
});

const audit = createRoute({
    getParentRoute: () => root,
    path: "/audit",
    validateSearch: validateAuditSearch,
    component: lazyRouteComponent(() => import("../features/audit/AuditPage"), "AuditPage"),
});

const settings = createRoute({
    getParentRoute: () => root,
    path: "/settings",
    component: lazyRouteComponent(() => import("../features/settings/SettingsPage"), "SettingsPage"),
});

// Deep links of the Pact Broker's UI, which stand in builds, chats and bookmarks.
const oldMatrix = createRoute({
    getParentRoute: () => root,
    path: "/matrix",
    validateSearch: (search: Search) => search,
    beforeLoad: ({ search }) => {
        throw redirect({ href: ofMatrix(search), replace: true });
    },
});
const oldPact = createRoute({
    getParentRoute: () => root,
    path: "/pacts/provider/$provider/consumer/$consumer/$",
    beforeLoad: ({ params }) => {
        throw redirect({ href: ofPact(params.provider, params.consumer, params._splat ?? ""), replace: true });
    },
});
const oldPacts = createRoute({
    getParentRoute: () => root,
    path: "/pacts/$",
    beforeLoad: () => {
        throw redirect({ to: "/seams", replace: true });
    },
});
const oldPacticipant = createRoute({
    getParentRoute: () => root,
    path: "/pacticipants/$name/$",
    beforeLoad: ({ params }) => {
        throw redirect({ href: ofPacticipant(params.name, params._splat ?? ""), replace: true });
    },
});
const oldPacticipants = createRoute({
    getParentRoute: () => root,
    path: "/pacticipants",
    beforeLoad: () => {
        throw redirect({ to: "/participants", replace: true });
    },
});

export const router = createRouter({
    routeTree: root.addChildren([
        home,
        start,
        board,
        verdict,
        seams,
        seam,
        graph,
        explore,
        diff,
        impact,
        participants,
        participant,
        version,
        databases,
        database,
        jobs,
        job,
        webhooks,
        newWebhook,
        webhook,
        deliveries,
        delivery,
        audit,
        settings,
        oldMatrix,
        oldPact,
        oldPacts,
        oldPacticipant,
        oldPacticipants,
    ]),
    parseSearch,
    stringifySearch: printSearch,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 150,
    // a screen that has come is not kept back for half a second, which is the default
    defaultPendingMinMs: 0,
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
