import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { pipelineName } from '../contract/names';
import { RECORD_VERSIONS } from '../contract/record-versions';
import { type FunctionContext, functionOwner } from '../function-owner';
import { isJobEvent, parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import { beginLog, logger } from '../logger';
import { mayAssume, perRole, pipelineCredentials } from '../role-session';
import { parseReleasedVersions } from '../versions/released-versions';
import { type EndedExecution, parseEvent } from './parse-event';
import { recordVersions } from './record';
import { restoreAliases } from './restore';

const clientsOf = perRole((credentials) => ({
  lambda: new LambdaClient({ credentials }),
  ssm: new SSMClient({ credentials }),
  codeDeploy: new CodeDeployClient({ credentials }),
  codePipeline: new CodePipelineClient({ credentials }),
}));

/**
 * As the last action of a pipeline it records the versions that serve, and deletes old ones: see {@link recordVersions}.
 * After an execution that failed, was stopped or superseded it gives aliases back: see {@link restoreAliases}. A pipeline
 * that releases no functions, or whose role does not trust this function, is none of its own: it logs that and returns.
 * Anything else that fails it throws on an event, so that Lambda retries it.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources |
 * |---|---|
 * | `codepipeline:GetPipeline`, `…:GetPipelineState`, `…:GetPipelineExecution`, `…:ListActionExecutions`, `…:ListPipelineExecutions` | `arn:aws:codepipeline:R:A:NAME` |
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/settings`, `…/release` |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` |
 * | `ssm:GetParameter`, `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/release` |
 * | `ssm:GetParameters`; `codepipeline:ListPipelineExecutions`, `…:ListActionExecutions` | `…/release` and the pipelines of other environments, where they release the same functions |
 * | `lambda:GetAlias`, `lambda:UpdateAlias`, `lambda:ListAliases`, `lambda:ListVersionsByFunction` | `arn:aws:lambda:R:A:function:FUNCTION` |
 * | `lambda:GetFunctionConfiguration`, `lambda:DeleteFunction` | `arn:aws:lambda:R:A:function:FUNCTION:*`, its versions |
 *
 * and where the pipeline moves traffic by CodeDeploy, because its config has hooks:
 *
 * | actions | resources |
 * |---|---|
 * | `codedeploy:GetDeployment`, `codedeploy:ListDeployments` | `arn:aws:codedeploy:R:A:deploymentgroup:NAME/FUNCTION` |
 * | `codedeploy:StopDeployment` | `*` (CodeDeploy knows no resources for it) |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  if (isJobEvent(event))
    return runJob(parseJob(event, parseReleasedVersions), context, (job) => {
      const credentials = pipelineCredentials(RECORD_VERSIONS, job.pipeline, context);
      return recordVersions(clientsOf(credentials), job);
    });
  const ended = parseEvent(event, functionOwner(context));
  if (ended) return restoreAfter(ended, context);
  logger.info(
    'Nothing to do: this is no execution of one of our pipelines that failed, was stopped or superseded',
  );
}

async function restoreAfter(ended: EndedExecution, context: FunctionContext): Promise<void> {
  const { pipeline, executionId } = ended;
  beginLog({ pipeline: pipelineName(pipeline), executionId });
  const credentials = pipelineCredentials(RECORD_VERSIONS, pipeline, context);
  if (!(await mayAssume(credentials)))
    return logger.info(
      'Nothing to do: the role of the pipeline does not trust this function, so that it releases no functions',
    );
  try {
    await restoreAliases(clientsOf(credentials), ended);
  } catch (error) {
    logger.error('Aliases could not be given back; Lambda retries it', error as Error);
    throw error;
  }
}
