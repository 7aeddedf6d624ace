import { Container } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { Failure } from "../parts/Failure";

/** Says what has failed, where no screen could. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
    override state: { error: unknown } = { error: null };

    static getDerivedStateFromError(error: unknown): { error: unknown } {
        return { error };
    }

    override render(): ReactNode {
        if (this.state.error === null) {
            return this.props.children;
        }
        return (
            <Container component="main" size="xs" py="xl">
                <Failure error={this.state.error} retry={() => window.location.reload()} />
            </Container>
        );
    }
}
