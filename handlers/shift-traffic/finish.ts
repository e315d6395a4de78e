import type { ShiftTrafficVariables } from '../contract/shift-traffic';
import { readGroupsNamed } from '../fleet/fleet-group';
import { recordParameters, recordServing } from '../fleet/record-serving';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { readParameters } from '../parameters/read-parameters';
import { findGreen } from './begin';
import type { Look, Shift } from './look';

/** Records who serves, and hands on the versions of the parameters that hold it. */
export async function finish(look: Look, { blue }: Shift): Promise<JobOutcome> {
  const { clients, job, settings } = look;
  const names = Object.values(recordParameters(job.pipeline)).map((name) => ({ name }));
  const parameters = await readParameters(clients.ssm, names);
  const groups = await readGroupsNamed(clients.autoScaling, [job.parameters.group]);
  const { newVersion, oldVersion } = await recordServing(clients, job.pipeline, settings, parameters, {
    group: findGreen(look, groups),
    before: blue,
    executionId: job.parameters.executionId,
  });
  const variables = { NewVersion: newVersion, OldVersion: oldVersion } satisfies ShiftTrafficVariables;
  return succeed(`Group ${job.parameters.group} serves, instead of ${blue ?? 'none'}`, {
    variables,
    externalExecutionId: job.parameters.group,
  });
}
