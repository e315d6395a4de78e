import {
  BatchGetDeploymentTargetsCommand,
  type DeploymentTarget,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import type { ReleaseClients } from '../clients';
import type { LoggedAction, LogLine, LogReader } from './log';

/**
 * The lifecycle events of a deployment, and why it failed.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function readDeploymentLog(
  { externalId: deploymentId }: LoggedAction,
  { codeDeploy }: ReleaseClients,
): LogReader {
  const shown = new Set<string>();
  return async () => {
    if (deploymentId === undefined) return [];
    const { targetIds = [] } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    const { deploymentTargets = [] } =
      targetIds.length === 0
        ? {}
        : await codeDeploy.send(new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    const { status, createTime, completeTime, errorInformation } = deploymentInfo ?? {};
    const reason = errorInformation?.message;
    return [
      { time: createTime, text: `deployment ${deploymentId} was created` },
      ...deploymentTargets.flatMap(eventLines),
      ...(completeTime
        ? [{ time: completeTime, text: `deployment ${deploymentId} ${status}${reason ? `: ${reason}` : ''}` }]
        : []),
    ].filter(({ text }) => !shown.has(text) && shown.add(text));
  };
}

function eventLines({ ecsTarget, instanceTarget, lambdaTarget }: DeploymentTarget): LogLine[] {
  const target = ecsTarget ?? instanceTarget ?? lambdaTarget;
  return (target?.lifecycleEvents ?? [])
    .filter(({ status }) => status !== 'Pending')
    .map(({ lifecycleEventName, status, startTime, endTime, diagnostics }) => ({
      time: endTime ?? startTime,
      text: `${lifecycleEventName} ${status}${diagnostics?.message ? `: ${diagnostics.message}` : ''}`,
    }));
}
