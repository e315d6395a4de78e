import { answerApproval, pendingApproval } from '../../pipeline/approval';
import { executionEnd } from '../../pipeline/executions';
import { expectImageServing } from '../checks';
import type { UploadsContext } from '../context';
import { deploymentIds } from '../deployment';
import { expectReleasedElsewhere, pushRelease } from '../release';

/** The approver rejects: nothing is deployed to production. */
export async function rejection(context: UploadsContext): Promise<void> {
  const { production } = context.application;
  const release = await pushRelease(context, 'release 4');
  const executionId = release.executions.get(production) ?? '';
  const deployments = await deploymentIds(production);
  const pending = await pendingApproval(context, production, executionId);
  await answerApproval(production, pending, 'Rejected', 'Not on a Friday');
  const status = await executionEnd(context, production, executionId);
  context.expect.equal(`${production.name} stops at the approval`, status, 'Failed');
  const after = await deploymentIds(production);
  context.expect.equal('nothing was deployed', String(after), String(deployments));
  await expectImageServing(context, production, context.serving.get(production.name) ?? '');
  await expectReleasedElsewhere(context, release);
}

export function skipWithoutApproval({ application: { production } }: UploadsContext): string | undefined {
  return production.approval ? undefined : `${production.name} asks for no approval`;
}
