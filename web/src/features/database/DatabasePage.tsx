import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { ActionLink } from "../../components/ActionLink";
import { Command } from "../../components/Command";
import { EnvironmentChips } from "../../components/Environments";
import form from "../../components/form.module.css";
import { DatabaseIcon } from "../../components/icons";
import { ParticipantLink } from "../../components/links";
import { Page } from "../../components/Page";
import { Empty, Failure, Skeleton } from "../../components/states";
import { shortNumber } from "../../components/VersionNumber";
import { runningQuery } from "../../lib/running";
import { schemasQuery } from "./api/database";
import type { DatabaseSearch } from "./api/search";
import { DriftTab } from "./components/DriftTab";
import { MigrateTab } from "./components/MigrateTab";
import styles from "./DatabasePage.module.css";

// the diagram's libraries come with it alone
const SchemaTab = lazy(() => import("./components/SchemaTab"));
const AccessTab = lazy(() => import("./components/AccessTab"));

const route = getRouteApi("/databases/$database");

const VIEWS: { tab: DatabaseSearch["tab"]; label: string }[] = [
    { tab: undefined, label: "Schema" },
    { tab: "migrate", label: "Migration check" },
    { tab: "access", label: "Row security" },
    { tab: "drift", label: "Drift and skew" },
];

/** A database: its schema and who uses which column, migrations tried on it, who may reach whose rows, and whether it is what was recorded. */
export function DatabasePage() {
    const { database } = route.useParams();
    const search = route.useSearch();
    const { data, error, isPending, refetch } = useQuery(schemasQuery(database));
    const tabs = useRef<HTMLElement>(null);
    // in narrow windows they scroll sideways
    // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is the current one
    useEffect(() => {
        const bar = tabs.current;
        const current = bar?.querySelector<HTMLElement>("[data-current=true]");
        if (!bar || !current) {
            return;
        }
        const watcher = new ResizeObserver(() => {
            bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.clientWidth) / 2;
        });
        watcher.observe(bar);
        return () => watcher.disconnect();
    }, [search.tab]);
    const shown = search.version ? data?.find(({ version }) => version === search.version) : data?.[0];
    return (
        <Page
            title={database}
            heading={
                <span className={styles.heading}>
                    <DatabaseIcon label="database" size={20} /> <ParticipantLink name={database} />
                </span>
            }
            about={ABOUT[search.tab ?? "schema"]}
            actions={
                <ActionLink to="/impact" search={{ participant: database }}>
                    What breaks if I change it?
                </ActionLink>
            }
        >
            <nav ref={tabs} className={styles.tabs} aria-label="Of the database">
                {VIEWS.map(({ tab, label }) => (
                    <Link
                        key={label}
                        to="/databases/$database"
                        params={{ database }}
                        search={{ tab, version: search.version, environment: search.environment }}
                        className={styles.tab}
                        activeProps={{}}
                        aria-current={search.tab === tab ? "page" : undefined}
                        data-current={search.tab === tab}
                    >
                        {label}
                    </Link>
                ))}
            </nav>
            {isPending && <Skeleton rows={6} label="Loading the database" />}
            {error && !data && (
                <Failure error={error} what="The database could not be loaded" retry={() => refetch()} />
            )}
            {data && search.tab === "drift" && <DriftTab database={database} schemas={data} />}
            {data && search.tab === "migrate" && <MigrateTab database={database} />}
            {data && data.length === 0 && search.tab !== "drift" && search.tab !== "migrate" && (
                <Empty title={`${database} has published no schema`}>
                    <p>A schema is what its migrations make, or what a live database has:</p>
                    <Command text={`seamwright schema publish --database ${database} --migrations db/migration`} />
                </Empty>
            )}
            {data && data.length > 0 && !shown && (
                <Empty title={`${database} ${search.version} has published no schema`}>
                    <Link to="/databases/$database" params={{ database }} search={{ tab: search.tab }}>
                        Show the newest one
                    </Link>
                </Empty>
            )}
            {shown && (search.tab === undefined || search.tab === "access") && (
                <Suspense fallback={<Skeleton rows={6} label="Loading the schema" />}>
                    {search.tab === "access" ? (
                        <AccessTab
                            key={shown.sha256}
                            database={database}
                            contract={shown}
                            choose={
                                <ChooseVersion
                                    versions={(data ?? []).map(({ version }) => version)}
                                    shown={shown.version}
                                />
                            }
                        />
                    ) : (
                        <SchemaTab
                            key={shown.sha256}
                            database={database}
                            contract={shown}
                            choose={
                                <ChooseVersion
                                    versions={(data ?? []).map(({ version }) => version)}
                                    shown={shown.version}
                                />
                            }
                        />
                    )}
                </Suspense>
            )}
        </Page>
    );
}

const ABOUT: Record<string, ReactNode> = {
    schema: "What is in it, and which queries of which services use it.",
    migrate:
        "Whether a migration can be made without breaking the queries that run; what may run now, and what must wait for whom.",
    access: "Which role reaches which rows, and whether one tenant gets at another one's: tried out, with what showed it.",
    drift: "Whether what runs is what was recorded, and whether all that run have the same schema.",
};

/** In so many environments, for an option: where that is stands beside it, since options have no room for names. */
function runs(places: number): string {
    return places === 0 ? "" : `, in ${places} ${places === 1 ? "environment" : "environments"}`;
}

function ChooseVersion({ versions, shown }: { versions: string[]; shown: string }) {
    const { database } = route.useParams();
    const navigate = route.useNavigate();
    const { data: running = [] } = useQuery(runningQuery(database));
    const places = (version: string) => [
        ...new Set(running.filter((one) => one.version === version).map(({ environment }) => environment)),
    ];
    const where = places(shown);
    return (
        <div className={form.narrow}>
            <span className={styles.places}>
                <label htmlFor="schema-version" className={form.label}>
                    Schema of version
                </label>
                <span id="schema-version-where" className={styles.places}>
                    <EnvironmentChips names={where} />
                </span>
            </span>
            <select
                id="schema-version"
                className={form.input}
                value={shown}
                aria-describedby="schema-version-where"
                onChange={(event) => {
                    const version = event.target.value;
                    navigate({
                        search: (before) => ({ ...before, version: version === versions[0] ? undefined : version }),
                    });
                }}
            >
                {versions.map((version) => (
                    <option key={version} value={version}>
                        {shortNumber(version)}
                        {runs(places(version).length)}
                    </option>
                ))}
            </select>
        </div>
    );
}
