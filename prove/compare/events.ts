import type { SimulatedEvent } from '../simulated-account/simulated-account';

/** An event, as far as functions read it. */
export type ComparedEvent = Pick<SimulatedEvent, 'detail-type'> & {
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What functions read of an event of a deployment. */
export interface DeploymentEvent {
  readonly deploymentId?: string;
  readonly eventName?: string;
  readonly reason?: string;
  readonly state?: string;
  readonly application?: string;
  readonly deploymentGroup?: string;
}

/** Those of one `detail-type`, in their order. */
export const eventsOf = (type: string, events: readonly ComparedEvent[]): DeploymentEvent[] =>
  events.filter((event) => event['detail-type'] === type).map(({ detail }) => read(detail));

const read = ({
  deploymentId,
  eventName,
  reason,
  state,
  application,
  deploymentGroup,
}: DeploymentEvent): DeploymentEvent => ({
  ...{ deploymentId, eventName, reason, state, application, deploymentGroup },
});
