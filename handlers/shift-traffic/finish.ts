import type { ShiftTrafficVariables } from '../contract/shift-traffic';
import { readMakingExecution } from '../executions/making-execution';
import { readGroupsNamed } from '../fleet/fleet-group';
import { recordParameters, recordServing } from '../fleet/record-serving';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import { readParameters } from '../parameters/read-parameters';
import { findGreen } from './begin';
import { type Look, type Shift, stateOf } from './look';

/** Records who serves, and hands on the versions of the parameters that hold it. */
export async function finish(look: Look, shift: Shift): Promise<JobOutcome> {
  const { clients, job, settings, pipeline } = look;
  const { blue } = shift;
  const names = Object.values(recordParameters(job.pipeline)).map((name) => ({ name }));
  const parameters = await readParameters(clients.ssm, names);
  const groups = await readGroupsNamed(clients.autoScaling, [job.parameters.group]);
  const group = findGreen(look, groups);
  const made = await readMakingExecution(clients.codePipeline, pipeline, job.runningIn);
  if (!made) return waitFor(`CodePipeline to show execution ${job.runningIn} of ${pipeline}`, stateOf(shift));
  const { newVersion, oldVersion } = await recordServing(clients, job.pipeline, settings, parameters, {
    ...{ group, before: blue, made },
  });
  const variables = { NewVersion: newVersion, OldVersion: oldVersion } satisfies ShiftTrafficVariables;
  return succeed(`Group ${job.parameters.group} serves, instead of ${blue ?? 'none'}`, {
    variables,
    externalExecutionId: job.parameters.group,
  });
}
