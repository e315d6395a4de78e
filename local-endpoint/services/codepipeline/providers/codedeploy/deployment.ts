import { createHash } from 'node:crypto';
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetApplicationCommand,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  RegisterApplicationRevisionCommand,
  type RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { ActionFailure, type ActionJob, type ActionOutcome } from '../provider';

/** How often the deployment is looked at. */
const LOOK_EVERY_MILLISECONDS = 5_000;

/** A client with the rights of the action's role. */
export async function codeDeployClient(job: ActionJob): Promise<CodeDeployClient> {
  return new CodeDeployClient({ ...(await job.identity()), region: job.region });
}

/** Fails the action where the application is not there, before anything is registered. */
export async function requireApplication(job: ActionJob, codeDeploy: CodeDeployClient): Promise<void> {
  await codeDeploy.send(new GetApplicationCommand({ applicationName: job.configuration.ApplicationName }));
}

/**
 * Starts a deployment and waits for its end, with the calls that AWS asks the role's rights for:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html. Abandoning the action leaves the
 * deployment to CodeDeploy:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html#concepts-how-it-works-stopping
 */
export async function deploy(
  job: ActionJob,
  codeDeploy: CodeDeployClient,
  appSpec: string,
): Promise<ActionOutcome> {
  const deploymentId = await createDeployment(job, codeDeploy, appSpec);
  job.run.externalExecutionId = deploymentId;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/codedeploy/home?region=${job.region}#/deployments/${deploymentId}`;
  job.run.summary = `Deployment ${deploymentId} in progress`;
  await requireConfiguration(codeDeploy, deploymentId);
  const ended = await waitForEnd(job, codeDeploy, deploymentId);
  if (ended.status !== 'Succeeded') throw failureOf(deploymentId, ended);
  return {
    summary: `Deployment ${deploymentId} succeeded`,
    outputVariables: { DeploymentId: deploymentId },
  };
}

async function createDeployment(
  job: ActionJob,
  codeDeploy: CodeDeployClient,
  appSpec: string,
): Promise<string> {
  const applicationName = job.configuration.ApplicationName;
  const deploymentGroupName = job.configuration.DeploymentGroupName;
  const revision: RevisionLocation = {
    revisionType: 'AppSpecContent',
    appSpecContent: { content: appSpec, sha256: createHash('sha256').update(appSpec).digest('hex') },
  };
  await codeDeploy.send(new RegisterApplicationRevisionCommand({ applicationName, revision }));
  await codeDeploy.send(new GetApplicationRevisionCommand({ applicationName, revision }));
  const command = new CreateDeploymentCommand({ applicationName, deploymentGroupName, revision });
  const { deploymentId } = await codeDeploy.send(command);
  if (!deploymentId) throw new ActionFailure('JobFailed', 'AWS CodeDeploy returned no deployment id.');
  return deploymentId;
}

/** How the traffic moves is shown with the action, so its role must be allowed to know. */
async function requireConfiguration(codeDeploy: CodeDeployClient, deploymentId: string): Promise<void> {
  const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
  const { deploymentConfigName } = deploymentInfo ?? {};
  if (deploymentConfigName) await codeDeploy.send(new GetDeploymentConfigCommand({ deploymentConfigName }));
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
    await job.store.context.clock.sleep(LOOK_EVERY_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
}

function failureOf(deploymentId: string, { status, errorInformation }: DeploymentInfo): ActionFailure {
  const verdict = `Deployment ${deploymentId} ${status === 'Stopped' ? 'was stopped' : 'failed'}`;
  const reason = errorInformation?.message;
  return new ActionFailure('JobFailed', reason ? `${verdict}. ${reason}` : verdict);
}
