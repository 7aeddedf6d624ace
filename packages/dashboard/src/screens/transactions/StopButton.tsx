import { Button } from "@mantine/core";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { ChargingTransaction, CommandView } from "../../api/schema";
import { confirm } from "../../parts/confirm";
import { notifyDone, notifyProblem } from "../../parts/notify";

/** Has the station end the charge, after asking. */
export function StopButton({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { id, station, evse, id_token } = transaction;
    const client = useQueryClient();
    const stop = useMutation({
        mutationFn: () =>
            answered(
                api.POST("/api/v1/stations/{identity}/commands/remote-stop", {
                    params: { path: { identity: station } },
                    body: { transaction: id },
                }),
            ),
        onSuccess: (command) => {
            tell(command);
            void client.invalidateQueries({ queryKey: ["transactions"] });
            void client.invalidateQueries({ queryKey: ["commands"] });
        },
        onError: notifyProblem,
    });
    async function ask(): Promise<void> {
        const place = evse === null ? station : `${station}, EVSE ${evse}`;
        const whose = id_token === null ? "" : ` of token ${id_token}`;
        const isWanted = await confirm({
            title: `Stop transaction ${id}?`,
            effect: `The vehicle at ${place} stops charging at once, and the transaction${whose} ends. The driver has to begin anew to charge on.`,
            action: "Stop the charge",
        });
        if (isWanted) {
            stop.mutate();
        }
    }
    return (
        <Button
            color="red"
            variant="light"
            size="xs"
            loading={stop.isPending}
            leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
            onClick={() => void ask()}
        >
            Stop the charge …
        </Button>
    );
}

/** Says what has become of the command. */
function tell({ station, outcome, detail }: CommandView): void {
    if (outcome === "accepted") {
        notifyDone(`${station} ends the transaction; that takes a moment.`);
        return;
    }
    const told: Record<Exclude<CommandView["outcome"], "accepted">, [title: string, detail: string]> = {
        pending: [
            "No answer yet",
            `${station} has the command and may still do it. The commands say what became of it.`,
        ],
        rejected: ["The station refuses", `${station} does not end the transaction. It may have ended there already.`],
        not_supported: ["The station cannot do that", `${station} does not know remote stops.`],
        failed: ["The command has failed", `${station} has answered with an error, or it could not be sent.`],
        timed_out: ["No answer", `${station} has not answered in time; it may have done it all the same.`],
        offline: ["The station is offline", `${station} has no link, nothing was sent: the charge goes on.`],
    };
    const [title, meaning] = told[outcome];
    notifyProblem(new ApiProblem(409, { title, detail: [meaning, detail].filter(Boolean).join("\n") }));
}
