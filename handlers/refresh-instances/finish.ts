import type { RefreshInstancesVariables } from '../contract/refresh-instances';
import { explain, isTransient } from '../errors';
import { readMakingExecution } from '../executions/making-execution';
import type { FleetGroup } from '../fleet/fleet-group';
import { NO_GROUP } from '../fleet/group-name';
import { recordRefreshed } from '../fleet/record-refreshed';
import { recordParameters } from '../fleet/record-serving';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { logger } from '../logger';
import { readParameters } from '../parameters/read-parameters';
import { prune } from '../retire-blue-group/prune';
import { goOn, type Look, type Wait } from './look';

/** Records what serves, and removes images and template versions that nobody needs any more. */
export async function finish(look: Look, group: FleetGroup, wait: Wait): Promise<JobOutcome> {
  const { clients, job, settings, pipeline } = look;
  const { version, refresh } = wait;
  const { imageId } = job.parameters;
  const names = Object.values(recordParameters(job.pipeline)).map((name) => ({ name }));
  const parameters = await readParameters(clients.ssm, names);
  const made = await readMakingExecution(clients.codePipeline, pipeline, job.runningIn);
  if (!made) return goOn(wait, `CodePipeline to show execution ${job.runningIn} of ${pipeline}`);
  const releasing = { version, imageId, execution: job.runningIn };
  await recordRefreshed(clients, job.pipeline, settings, parameters, { group, releasing, made });
  const pruned = await pruneAfter(look, group.name);
  const variables = {
    Group: group.name,
    RefreshId: refresh ?? NO_GROUP,
  } satisfies RefreshInstancesVariables;
  return succeed(`Group ${group.name} serves ${imageId}, template version ${version}${pruned}`, {
    variables,
    externalExecutionId: refresh ?? group.name,
  });
}

/** A release that serves does not fail because something old could not be removed: the next one tries again. */
async function pruneAfter(look: Look, serving: string): Promise<string> {
  try {
    const { images, versions } = await prune(look, serving);
    const removed = [...images, ...versions.map((version) => `template version ${version}`)];
    return removed.length > 0 ? `; pruned ${removed.join(', ')}` : '';
  } catch (error) {
    if (isTransient(error)) throw error;
    logger.warn('Nothing was pruned', { reason: explain(error) });
    return `; nothing was pruned: ${explain(error)}`;
  }
}
