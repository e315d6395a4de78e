import type { DeploymentEvent, DeploymentProgress } from '../pipeline/watch';
import { type Fleet, readFleet } from './fleet';
import type { FleetPipeline } from './pipeline';

/** The traffic, and the healthy targets of each group, each time that one of them changes. */
export function fleetProgress(): DeploymentProgress<FleetPipeline> {
  const seen = new Map<string, DeploymentEvent[]>();
  return async (pipeline, executionId) => {
    const events = seen.get(executionId) ?? [];
    seen.set(executionId, events);
    for (const { subject, text } of linesOf(await readFleet(pipeline))) {
      const last = events.findLast((event) => event.subject === subject);
      if (last?.text !== text) events.push({ key: `${executionId} ${events.length}`, subject, text });
    }
    return events;
  };
}

function linesOf({ groups }: Fleet): Omit<DeploymentEvent, 'key'>[] {
  return groups.map(({ name, weight, healthy, desired, retiring }) => ({
    subject: name,
    text: `${healthy} of ${desired} healthy, ${weight} % of the traffic${retiring ? ', retiring' : ''}`,
  }));
}
