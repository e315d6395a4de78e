import { expectServing } from '../checks';
import { answerApproval, pendingApproval } from '../../pipeline/approval';
import { ended } from '../../pipeline/executions';
import { deploymentsOf } from '../deployment';
import { expectReleasedElsewhere, pushRelease } from '../release';
import type { Stage } from '../context';

/** Production says no: nothing is deployed there. */
export async function rejected(stage: Stage): Promise<void> {
  const { production } = stage.application;
  const release = await pushRelease(stage, 'release 4');
  const executionId = release.executions.get(production.name) ?? '';
  const deployments = await deploymentsOf(production);
  const pending = await pendingApproval(stage, production, executionId);
  await answerApproval(production, pending, 'Rejected', 'Not on a Friday');
  stage.expect.equal(
    `${production.name} stops at the approval`,
    await ended(stage, production, executionId),
    'Failed',
  );
  stage.expect.equal('nothing was deployed', String(await deploymentsOf(production)), String(deployments));
  await expectServing(stage, production, stage.serving.get(production.name) ?? '');
  await expectReleasedElsewhere(stage, release);
}

/** Why nobody could reject, if so. */
export function noApproval({ application: { production } }: Stage): string | undefined {
  return production.approval ? undefined : `${production.name} asks for no approval`;
}
