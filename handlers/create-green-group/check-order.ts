import { EXECUTION_TAG } from '../contract/names';
import { ReleaseError } from '../errors';
import { isNewerRelease } from '../executions/newer-release';
import { type FleetGroup, isOwn } from '../fleet/fleet-group';
import { type Look } from './look';

/**
 * Checks that a release does not take over from a newer one, which waited beside it or was faster: it would bring back what
 * that has replaced, though both are reported as a success.
 * @param blue the group that serves @default - nothing serves yet
 * @throws ReleaseError where that is of an execution that started later
 */
export async function checkOrder(
  { clients, job, pipeline }: Look,
  blue: FleetGroup | undefined,
): Promise<void> {
  if (!blue || !isOwn(blue, pipeline)) return;
  const serving = blue.tags[EXECUTION_TAG];
  const running = job.runningIn;
  if (!serving || serving === running) return;
  if (await isNewerRelease(clients.codePipeline, pipeline, { serving, running }))
    throw new ReleaseError(
      `Execution ${running} was overtaken: group ${blue.name} serves, of execution ${serving}, which started later; start the pipeline again where the older release is to serve`,
    );
}
