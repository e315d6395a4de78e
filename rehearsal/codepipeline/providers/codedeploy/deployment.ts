import { createHash } from 'node:crypto';
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { ActionFailure, type ActionJob, type ActionOutcome } from '../provider';

/** How often the deployment is looked at. */
const LOOK_EVERY_MILLISECONDS = 5_000;

/**
 * Starts a deployment and waits for its end. Abandoning the action leaves the deployment to CodeDeploy, as AWS says:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html#concepts-how-it-works-stopping
 */
export async function deploy(job: ActionJob, appSpec: string): Promise<ActionOutcome> {
  const codeDeploy = new CodeDeployClient({ ...(await job.identity()), region: job.region });
  const { deploymentId } = await codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName: job.configuration.ApplicationName,
      deploymentGroupName: job.configuration.DeploymentGroupName,
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: { content: appSpec, sha256: createHash('sha256').update(appSpec).digest('hex') },
      },
    }),
  );
  if (!deploymentId) throw new ActionFailure('JobFailed', 'AWS CodeDeploy returned no deployment id.');
  job.run.externalExecutionId = deploymentId;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/codedeploy/home?region=${job.region}#/deployments/${deploymentId}`;
  job.run.summary = `Deployment ${deploymentId} in progress`;
  const ended = await waitForEnd(job, codeDeploy, deploymentId);
  if (ended.status !== 'Succeeded') throw failureOf(deploymentId, ended);
  return { summary: `Deployment ${deploymentId} succeeded`, outputVariables: { DeploymentId: deploymentId } };
}

async function waitForEnd(
  job: ActionJob,
  codeDeploy: CodeDeployClient,
  deploymentId: string,
): Promise<DeploymentInfo> {
  for (;;) {
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    if (deploymentInfo?.status && ['Succeeded', 'Failed', 'Stopped'].includes(deploymentInfo.status))
      return deploymentInfo;
    await job.room.world.clock.sleep(LOOK_EVERY_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
}

function failureOf(deploymentId: string, { status, errorInformation }: DeploymentInfo): ActionFailure {
  const verdict = `Deployment ${deploymentId} ${status === 'Stopped' ? 'was stopped' : 'failed'}`;
  const reason = errorInformation?.message;
  return new ActionFailure('JobFailed', reason ? `${verdict}. ${reason}` : verdict);
}
