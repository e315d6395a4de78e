import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { type CodeDeployClient, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { QUEUED_MINUTES } from '../contract/verify-deployment';
import { ActionError, ConfigurationError, ReleaseError } from '../errors';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import type { ConfirmedJob } from '../job/pipeline-job';
import { readDeployment } from './deployment';

/** A verification that has begun: what is verified, and the build that does it. */
export interface BegunVerification {
  readonly deploymentId: string;
  readonly buildId: string;
}

/**
 * Starts the build of the job's one input artifact, as an action of CodeBuild does: its source is the artifact's object. The
 * token is the deployment's: for five minutes CodeBuild answers it with the same build, within which Lambda invokes the
 * function again after a death.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export async function startVerification(
  client: CodeBuildClient,
  { inputArtifacts, parameters }: ConfirmedJob<{ readonly project: string }>,
  deploymentId: string,
): Promise<JobOutcome> {
  const [source, ...others] = inputArtifacts;
  if (!source || others.length > 0)
    throw new ConfigurationError(
      `The action must have one input artifact, got: ${inputArtifacts.map(({ name }) => name).join(', ') || 'none'}`,
    );
  const { build } = await client.send(
    new StartBuildCommand({
      projectName: parameters.project,
      idempotencyToken: deploymentId,
      sourceVersion: `arn:aws:s3:::${source.bucket}/${source.key}`,
      queuedTimeoutInMinutesOverride: QUEUED_MINUTES,
    }),
  );
  return waitForBuild({ deploymentId, buildId: build?.id ?? '' });
}

const waitForBuild = (begun: BegunVerification): JobOutcome =>
  waitFor(`build ${begun.buildId} to verify deployment ${begun.deploymentId}`, { ...begun });

/**
 * One look at a verification. Where it has failed, CodeDeploy gives blue the traffic back.
 * @throws ActionError where it has failed, ReleaseError where the deployment has meanwhile
 */
export async function watchVerification(
  { codeBuild, codeDeploy }: { readonly codeBuild: CodeBuildClient; readonly codeDeploy: CodeDeployClient },
  begun: BegunVerification,
): Promise<JobOutcome> {
  const { deploymentId, buildId } = begun;
  const { builds = [] } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [buildId] }));
  const [build] = builds;
  if (build?.buildStatus === 'SUCCEEDED')
    return succeed(`Build ${buildId} has verified deployment ${deploymentId}`, {
      externalExecutionId: buildId,
    });
  const deployment = await readDeployment(codeDeploy, deploymentId);
  if (build?.buildStatus === 'IN_PROGRESS') {
    if (deployment.phase !== 'failed') return waitForBuild(begun);
    throw new ReleaseError(
      `Deployment ${deploymentId} ended while it was verified: ${deployment.because}; build ${buildId} goes on`,
    );
  }
  const because = describeFailure(buildId, build);
  if (deployment.phase === 'over')
    throw new ActionError(`${because}; deployment ${deploymentId} has ended, so that blue is gone`);
  if (deployment.phase !== 'failed') await stop(codeDeploy, deploymentId);
  throw new ActionError(`${because}; deployment ${deploymentId} is stopped, and blue gets all traffic back`);
}

/**
 * One that has ended since it was read is none to stop.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html
 */
async function stop(client: CodeDeployClient, deploymentId: string): Promise<void> {
  try {
    await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  } catch (error) {
    if ((error as Error).name !== 'DeploymentAlreadyCompletedException') throw error;
  }
}

function describeFailure(buildId: string, build: Build | undefined): string {
  const failed = build?.phases?.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  const why = failed?.contexts?.[0]?.message ?? '';
  const where = failed ? ` in ${failed.phaseType}${why && `: ${why}`}` : '';
  return `Build ${buildId} must succeed, got: ${build?.buildStatus ?? 'no such build'}${where}`;
}
