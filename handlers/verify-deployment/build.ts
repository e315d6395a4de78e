import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { stopDeployment } from '../code-deploy/stop-deployment';
import { ActionError, ConfigurationError, isTransient, ReleaseError } from '../errors';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import type { ConfirmedJob } from '../job/pipeline-job';
import { readDeployment } from './deployment';

/** The services that a verification calls, with the pipeline's role. */
export interface VerificationClients {
  readonly codeBuild: CodeBuildClient;
  readonly codeDeploy: CodeDeployClient;
}

/** A verification that has begun: what is verified, and the build that does it. */
export interface BegunVerification {
  readonly deploymentId: string;
  readonly buildId: string;
}

/**
 * Has the job's one input artifact built while blue waits. Where the account runs as many builds as it may, that is tried
 * again for as long as blue waits; where CodeBuild refuses for another reason, green must not serve unverified.
 * @throws ActionError where no build can start, with why; blue has the traffic back then
 */
export async function startVerification(
  { codeBuild, codeDeploy }: VerificationClients,
  job: ConfirmedJob<{ readonly project: string }>,
  deploymentId: string,
): Promise<JobOutcome> {
  try {
    return await startBuild(codeBuild, job, deploymentId);
  } catch (error) {
    if (isTransient(error)) throw error;
    const { project } = job.parameters;
    if ((error as Error).name === 'AccountLimitExceededException')
      return waitFor(`a free build of CodeBuild for project ${project} to verify deployment ${deploymentId}`);
    return takeBack(codeDeploy, deploymentId, `Project ${project} must start a build, got: none`, error);
  }
}

/**
 * As an action of CodeBuild does: the build's source is the artifact's object. The token is the deployment's: for five
 * minutes CodeBuild answers it with the same build, within which Lambda invokes the function again after a death.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
async function startBuild(
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
    }),
  );
  return waitForBuild({ deploymentId, buildId: build?.id ?? '' });
}

const waitForBuild = (begun: BegunVerification): JobOutcome =>
  waitFor(`build ${begun.buildId} to verify deployment ${begun.deploymentId}`, { ...begun });

/**
 * One look at a verification. Where it has failed, or CodeBuild refuses to say, CodeDeploy gives blue the traffic back.
 * @throws ActionError where it has failed, ReleaseError where the deployment has meanwhile
 */
export async function watchVerification(
  { codeBuild, codeDeploy }: VerificationClients,
  begun: BegunVerification,
): Promise<JobOutcome> {
  const { deploymentId, buildId } = begun;
  let build: Build | undefined;
  try {
    build = (await codeBuild.send(new BatchGetBuildsCommand({ ids: [buildId] }))).builds?.[0];
  } catch (error) {
    if (isTransient(error)) throw error;
    return takeBack(codeDeploy, deploymentId, `Build ${buildId} must be readable, got: an error`, error);
  }
  if (build?.buildStatus === 'SUCCEEDED')
    return succeed(`Build ${buildId} has verified deployment ${deploymentId}`, {
      externalExecutionId: buildId,
    });
  if (build?.buildStatus !== 'IN_PROGRESS')
    return takeBack(codeDeploy, deploymentId, describeFailure(buildId, build));
  const deployment = await readDeployment(codeDeploy, deploymentId);
  if (deployment.phase !== 'failed') return waitForBuild(begun);
  throw new ReleaseError(
    `Deployment ${deploymentId} ended while it was verified: ${deployment.because}; build ${buildId} goes on`,
  );
}

/** Stops a deployment that is not to be believed, unless it has ended. @throws ActionError always, with what became of it */
async function takeBack(
  client: CodeDeployClient,
  deploymentId: string,
  because: string,
  cause?: unknown,
): Promise<never> {
  const { phase } = await readDeployment(client, deploymentId);
  const options = cause === undefined ? {} : { cause };
  if (phase === 'over')
    throw new ActionError(`${because}; deployment ${deploymentId} has ended, so that blue is gone`, options);
  if (phase !== 'failed') await stopDeployment(client, deploymentId, true);
  throw new ActionError(
    `${because}; deployment ${deploymentId} is stopped, and blue gets all traffic back`,
    options,
  );
}

function describeFailure(buildId: string, build: Build | undefined): string {
  const failed = build?.phases?.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  const why = failed?.contexts?.[0]?.message ?? '';
  const where = failed ? ` in ${failed.phaseType}${why && `: ${why}`}` : '';
  return `Build ${buildId} must succeed, got: ${build?.buildStatus ?? 'no such build'}${where}`;
}
