import { pipelineName } from './contract/names';
import { isJobEvent, type Job } from './job-event';
import { answerJob, succeed } from './job';
import type { Answer } from './job-answer';
import { addToLog, beginLog, logger } from './logger';
import { clientsWith } from './record-release/clients';
import { type EndedDeployment, parseDeploymentEvent } from './record-release/parameters';
import { recordRelease } from './record-release/record';
import { type FunctionContext, pipelineCredentials } from './role-session';
import { parseUserParameters } from './user-parameters';

/** An hour: for as long ECS may watch the alarms of a deployment that stands already. */
const DEADLINE_SECONDS = 3600;

/**
 * Protects the images that serve and those that served before, and writes the release record: as the last action of a
 * pipeline, and on CodeDeploy's event of any deployment that ended well, so that a rollback, whoever asked for it, is
 * recorded too.
 *
 * The function's own role needs `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult` (which know
 * no resources: `*`) and `sts:AssumeRole` on the pipelines' roles. All else it does with the role of the pipeline,
 * named like the pipeline (`P`), in account `A` and region `R`, which must trust it and grant:
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
  if (isJobEvent(event)) {
    const act = ({ userParameters, account }: Job) => actOnJob(userParameters, account, context);
    await answerJob(event, act, { deadlineSeconds: DEADLINE_SECONDS });
    return;
  }
  const deployment = parseDeploymentEvent(event, process.env);
  if (deployment) await actOnDeployment(deployment, context);
  else logger.info('Nothing to do: this is no successful deployment of one of our pipelines');
}

async function actOnJob(userParameters: string, account: string, context: FunctionContext): Promise<Answer> {
  const { identity, executionId } = parseUserParameters(userParameters);
  addToLog({ pipeline: pipelineName(identity), executionId });
  const clients = clientsWith(pipelineCredentials(identity, account, context));
  const serving = await recordRelease(clients, identity, { executionId });
  if (!serving) return succeed('Nothing to record: the pipeline deploys to no ECS service');
  if ('waitingFor' in serving) return serving;
  const { taskDefinition, deploymentId, images } = serving;
  return succeed(
    `${taskDefinition} serves with ${Object.values(images).join(', ') || 'no image of its own'}`,
    {
      variables: { TaskDefinition: taskDefinition, DeploymentId: deploymentId },
      externalExecutionId: deploymentId,
    },
  );
}

async function actOnDeployment(
  { identity, account, deploymentId }: EndedDeployment,
  context: FunctionContext,
): Promise<void> {
  beginLog({ pipeline: pipelineName(identity), deploymentId });
  try {
    const serving = await recordRelease(
      clientsWith(pipelineCredentials(identity, account, context)),
      identity,
      { deploymentId },
    );
    if (serving && !('waitingFor' in serving))
      logger.info(`${serving.taskDefinition} serves`, { cause: serving.cause });
  } catch (error) {
    logger.error('The release could not be recorded; Lambda will try again', error as Error);
    throw error;
  }
}
