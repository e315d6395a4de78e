import type { DeploymentEvent, DeploymentProgress } from '../pipeline/watch';
import { describeAlias, readAlias } from './functions';
import type { LambdaPipeline } from './pipeline';

/** Where the alias of each function sends its calls, each time that it changes. */
export function aliasProgress(): DeploymentProgress<LambdaPipeline> {
  const seen = new Map<string, DeploymentEvent[]>();
  return async (pipeline, executionId) => {
    const events = seen.get(executionId) ?? [];
    seen.set(executionId, events);
    for (const one of pipeline.functions) {
      const [subject, text] = [one.functionName, describeAlias(await readAlias(pipeline, one))];
      const last = events.findLast((event) => event.subject === subject);
      if (last?.text !== text) events.push({ key: `${executionId} ${events.length}`, subject, text });
    }
    return events;
  };
}
