import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { stopDeployment } from '../code-deploy/stop-deployment';
import { DeadlineError, ReleaseError } from '../errors';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { isActive, readDeployment } from '../versions/deployments';
import { goOn, isPast, type Look, type Wait } from './look';

/** A deployment, and the one that CodeDeploy rolls it back by. */
interface Seen {
  /** Of the function in the config. */
  readonly name: string;
  readonly deployment: DeploymentInfo;
  /** @default - it is not rolled back */
  readonly rollback?: DeploymentInfo;
}

/**
 * One look at all deployments. Where one has failed the others are stopped, and CodeDeploy gives their aliases back; the
 * action fails when nothing moves any more. An alias whose deployment has succeeded is given back by `record-versions`, at the
 * end of the execution.
 */
export async function watch(look: Look, wait: Wait): Promise<JobOutcome> {
  const seen = await readAll(look, wait);
  const running = seen.filter(isMoving);
  const failed = seen.filter(({ deployment: { status } }) => status === 'Failed' || status === 'Stopped');
  const isLate = running.length > 0 && isPast(wait, look);
  const problem = wait.problem ?? (isLate ? `deployments had not ended at ${wait.until}` : undefined);
  if (problem === undefined && failed.length === 0)
    return running.length > 0
      ? goOn(wait, running.map(({ name, deployment }) => progressOf(name, deployment)).join(', '))
      : finish(look, wait);
  const stopping = running.filter(({ deployment }) => isActive(deployment));
  for (const { deployment } of stopping)
    await stopDeployment(look.clients.codeDeploy, deployment.deploymentId ?? '', true);
  if (running.length > 0)
    return goOn(
      { ...wait, ...(problem !== undefined && { problem }) },
      `the traffic of ${running.map(({ name }) => name).join(', ')} to go back: ${problem ?? failed.map(reasonOf).join('; ')}`,
    );
  throw failure(look, wait, failed);
}

async function readAll({ clients: { codeDeploy } }: Look, { deployments }: Wait): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [name, id] of Object.entries(deployments)) {
    const deployment = await readDeployment(codeDeploy, id);
    const rollbackId = deployment.rollbackInfo?.rollbackDeploymentId;
    const rollback = rollbackId ? await readDeployment(codeDeploy, rollbackId) : undefined;
    seen.push({ name, deployment, ...(rollback && { rollback }) });
  }
  return seen;
}

const isMoving = ({ deployment, rollback }: Seen): boolean =>
  isActive(deployment) || (rollback !== undefined && isActive(rollback));

const progressOf = (name: string, { deploymentId, status }: DeploymentInfo): string =>
  `deployment ${deploymentId} of ${name} to end: ${status}`;

function finish({ job, settings }: Look, { deployments }: Wait): JobOutcome {
  const versions = Object.keys(settings.functions).map((name) => `${name} ${job.parameters.versions[name]}`);
  return succeed(`${versions.join(', ')} serve`, {
    externalExecutionId: Object.values(deployments).join(', '),
  });
}

function failure(look: Look, wait: Wait, failed: readonly Seen[]): Error {
  const { problem } = wait;
  const reasons = [...(problem === undefined ? [] : [problem]), ...failed.map(reasonOf)];
  const message = `${reasons.join('; ')}${hooksOf(look)}`;
  return problem !== undefined && isPast(wait, look) ? new DeadlineError(message) : new ReleaseError(message);
}

function reasonOf({ name, deployment, rollback }: Seen): string {
  const { deploymentId, status, errorInformation } = deployment;
  const { code = 'no reason', message = 'CodeDeploy gives none' } = errorInformation ?? {};
  const undone =
    rollback && rollback.status !== 'Succeeded'
      ? `, and its rollback ${rollback.deploymentId} ${rollback.status}`
      : '';
  return `Deployment ${deploymentId} of ${name} ended as ${status}${undone}: ${code}: ${message}`;
}

/** CodeDeploy does not name the hook that failed in what it gives as the reason. */
function hooksOf({ settings: { hooks = {} } }: Look): string {
  const { beforeAllowTraffic, afterAllowTraffic } = hooks;
  const named = [
    ...(beforeAllowTraffic === undefined ? [] : [`${beforeAllowTraffic} before the traffic`]),
    ...(afterAllowTraffic === undefined ? [] : [`${afterAllowTraffic} after it`]),
  ];
  return `. Hooks: ${named.join(', ') || 'none'}; their logs have what they found`;
}
