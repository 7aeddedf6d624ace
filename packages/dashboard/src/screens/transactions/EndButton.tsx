import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ApiProblem, answered, api } from "../../api/client";
import type { ChargingTransaction } from "../../api/schema";
import { confirm } from "../../parts/confirm";
import { notifyDone, notifyProblem } from "../../parts/notify";

/** Ends a transaction in the records, whose station does not say that it is over. */
export function EndButton({ transaction }: { transaction: ChargingTransaction }): ReactElement {
    const { id, station } = transaction;
    const client = useQueryClient();
    const end = useMutation({
        mutationFn: (force: boolean) =>
            answered(
                api.POST("/api/v1/transactions/{number}/end", {
                    params: { path: { number: id } },
                    body: { force },
                }),
            ),
        onSuccess: () => {
            notifyDone(`Transaction ${id} has ended in the records.`);
            void client.invalidateQueries({ queryKey: ["transactions"] });
        },
        onError: (error, wasForced) => {
            if (error instanceof ApiProblem && error.status === 409 && !wasForced) {
                void askAgain();
            } else {
                notifyProblem(error);
            }
        },
    });
    async function ask(): Promise<void> {
        const isWanted = await confirm({
            title: `End transaction ${id} in the records?`,
            effect: `For a transaction that is over, though ${station} has not said so: it is stuck, or its stop was lost. ${station} is told nothing; the last reading of the meter holds. If ${station} tells of the end later, that holds.`,
            action: "End in the records",
        });
        if (isWanted) {
            end.mutate(false);
        }
    }
    async function askAgain(): Promise<void> {
        const isWanted = await confirm({
            title: `Transaction ${id} seems to run`,
            effect: `${station} has told of it lately, or says that the connector is in use. If the vehicle charges, it goes on, and what it draws from now on may be missing in the records. To have it stop, use “Stop the charge”.`,
            action: "End it all the same",
        });
        if (isWanted) {
            end.mutate(true);
        }
    }
    return (
        <Button color="gray" variant="light" size="xs" loading={end.isPending} onClick={() => void ask()}>
            End in the records …
        </Button>
    );
}
