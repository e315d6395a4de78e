import { type JobOutcome, succeed } from '../job/job-outcome';
import type { Look } from './look';
import { prune } from './prune';

/** Prunes what is older, which is the last thing that a release does. */
export async function finish(look: Look, serving: string, what: string): Promise<JobOutcome> {
  const { images, versions } = await prune(look, serving);
  const pruned = [...images, ...versions.map((version) => `template version ${version}`)];
  return succeed(`${what}; ${serving} serves${pruned.length > 0 ? `; pruned ${pruned.join(', ')}` : ''}`, {
    externalExecutionId: serving,
  });
}
