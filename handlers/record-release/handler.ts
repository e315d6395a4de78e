import { type PipelineIdentity, pipelineName } from '../contract/names';
import { RECORD_RELEASE } from '../contract/record-release';
import { type FunctionContext, functionOwner } from '../function-owner';
import { type JobOutcome, succeed } from '../job/job-outcome';
import type { ConfirmedJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import { beginLog, logger } from '../logger';
import { mayAssume, pipelineCredentials, type RoleCredentials } from '../role-session';
import { clientsOf } from './clients';
import { parseEvent, type SucceededDeployment, type UnrecordedRelease } from './parse-event';
import { protectAndRecord } from './protect-and-record';
import type { ReleaseQuery } from './release-lookup';

/** An hour: for as long ECS may watch the alarms of a deployment whose tasks run already. */
const DEADLINE_SECONDS = 3600;

/**
 * Protects the images that serve and those that served before, and writes the release record: as the last action of a
 * pipeline, and on CodeDeploy's event of any deployment that succeeded, so that a rollback, whoever started it, is
 * recorded too. Where ECS itself deploys, also when an execution has ended otherwise than by that action, or a deployment
 * of the service that the factory makes is completed after it: see {@link describeServed}.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, named like the pipeline (`P`), in account `A` and region `R`, which must trust it and grant:
 *
 * | actions | resources |
 * |---|---|
 * | `codepipeline:GetPipeline`, `GetPipelineExecution`, `ListActionExecutions`; `GetPipelineState`, where CodeDeploy deploys | `arn:aws:codepipeline:R:A:P` |
 * | `codedeploy:GetDeploymentGroup`, `codedeploy:GetDeployment`, where CodeDeploy deploys | `arn:aws:codedeploy:R:A:deploymentgroup:P/P` |
 * | `s3:GetObject`, where the pipeline builds its images | the pipeline's artifacts |
 * | `ecs:DescribeServices` | `arn:aws:ecs:R:A:service/CLUSTER/SERVICE` |
 * | `ecs:DescribeTaskDefinition` | `*` (ECS knows no resource for it) |
 * | `ecr:BatchGetImage`, `ecr:PutImage` | `arn:aws:ecr:R:A:repository/NAME` of each image source or built image |
 * | `ssm:GetParameter`, `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/PREFIX/PIPELINE/ENVIRONMENT/release` |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseEvent(event, functionOwner(context));
  switch (request.kind) {
    case 'job':
    case 'invalid-job':
      return runJob(request, context, (job) => recordForJob(job, context), {
        deadlineSeconds: DEADLINE_SECONDS,
      });
    case 'deployment':
      return recordDeployment(request, context);
    case 'ended':
      return recordUnrecorded(request, context);
    case 'other':
      logger.info('Nothing to do: this is no successful deployment of one of our pipelines');
  }
}

async function recordForJob(job: ConfirmedJob, context: FunctionContext): Promise<JobOutcome> {
  const { pipeline, runningIn } = job;
  const clients = clientsOf(pipelineCredentials(RECORD_RELEASE, pipeline, context));
  const recorded = await protectAndRecord(clients, pipeline, { executionId: runningIn });
  if (recorded.kind === 'wait') return recorded;
  if (recorded.kind === 'none') return succeed('Nothing to record: the pipeline deploys to no ECS service');
  const { taskDefinition, deploymentId, images } = recorded.release;
  return succeed(
    `${taskDefinition} serves with ${Object.values(images).join(', ') || 'no image of its own'}`,
    {
      variables: { TaskDefinition: taskDefinition, DeploymentId: deploymentId },
      externalExecutionId: deploymentId,
    },
  );
}

async function recordDeployment(
  { pipeline, deploymentId }: SucceededDeployment,
  context: FunctionContext,
): Promise<void> {
  beginLog({ pipeline: pipelineName(pipeline), deploymentId });
  await record(pipelineCredentials(RECORD_RELEASE, pipeline, context), pipeline, { deploymentId });
}

/** Executions of pipelines end that release to no ECS service; their roles do not trust the function. */
async function recordUnrecorded(
  { pipeline, executionId, at }: UnrecordedRelease,
  context: FunctionContext,
): Promise<void> {
  beginLog({ pipeline: pipelineName(pipeline), executionId });
  const credentials = pipelineCredentials(RECORD_RELEASE, pipeline, context);
  if (await mayAssume(credentials)) return record(credentials, pipeline, { ended: { at, executionId } });
  logger.info('Nothing to do: the role of the pipeline does not trust this function');
}

async function record(
  credentials: RoleCredentials,
  pipeline: PipelineIdentity,
  query: ReleaseQuery,
): Promise<void> {
  try {
    const recorded = await protectAndRecord(clientsOf(credentials), pipeline, query);
    if (recorded.kind !== 'found') return logger.info('Nothing to record');
    const { taskDefinition, cause } = recorded.release;
    logger.info(`${taskDefinition} serves`, { cause });
  } catch (error) {
    logger.error('The release could not be recorded; Lambda retries it', error as Error);
    throw error;
  }
}
