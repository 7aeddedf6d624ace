import { Skeleton } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactElement, useMemo } from "react";
import { EmptyState } from "../../parts/EmptyState";
import { Failure } from "../../parts/Failure";
import { ButtonLink } from "../../parts/links";
import { Page } from "../../parts/Page";
import { useSites } from "../../parts/useSites";
import { Counters } from "./Counters";
import { Filters } from "./Filters";
import type { NowSearch } from "./search";
import { count, group, matching } from "./selection";
import { Tiles } from "./Tiles";
import { useConnectors } from "./useConnectors";

const route = getRouteApi("/now");

/** What goes on now, connector by connector. */
export function NowPage(): ReactElement {
    const { show, site, search } = route.useSearch();
    const navigate = route.useNavigate();
    const connectors = useConnectors();
    const sites = useSites();
    const found = useMemo(
        () => connectors.data && matching(connectors.data, { site, search }),
        [connectors.data, site, search],
    );
    const counts = useMemo(() => found && count(found), [found]);
    const groups = useMemo(() => found && group(found, sites.all, show), [found, sites.all, show]);
    const zone = sites.zoneOf(Number(site));

    function change(changed: NowSearch): void {
        void navigate({ search: (old) => ({ ...old, ...changed }), replace: true });
    }

    function tiles(): ReactElement {
        if (groups === undefined || !sites.isSettled) {
            return connectors.error === null ? (
                <Skeleton h={320} radius="md" aria-label="The connectors are being read" />
            ) : (
                <Failure error={connectors.error} retry={() => void connectors.refetch()} />
            );
        }
        if (groups.length > 0) {
            return <Tiles groups={groups} />;
        }
        if (connectors.data?.length === 0) {
            return (
                <EmptyState
                    title="No chargers yet"
                    action={
                        <ButtonLink to="/inbox" search={{ connect: true }}>
                            Connect a charger
                        </ButtonLink>
                    }
                >
                    Enter the address of this server as the OCPP server of a charger: “Connect a charger” shows it. The
                    charger then knocks, you let it in, and its connectors are shown here.
                </EmptyState>
            );
        }
        return (
            <EmptyState title="Nothing is like that now">
                No connector fits what you have chosen above. “Show all” takes the choice back.
            </EmptyState>
        );
    }

    return (
        <Page title="Now">
            <Counters
                counts={counts}
                site={site}
                zone={zone}
                shown={show}
                onShow={(shown) => change({ show: shown })}
            />
            <Filters sites={sites.all} search={{ show, site, search }} onChange={change} />
            {tiles()}
        </Page>
    );
}
