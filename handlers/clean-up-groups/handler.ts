import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CLEAN_UP_GROUPS } from '../contract/clean-up-groups';
import { pipelineName } from '../contract/names';
import { fleetClients } from '../fleet/clients';
import { type FunctionContext, functionOwner } from '../function-owner';
import { beginLog, logger } from '../logger';
import { mayAssume, perRole, pipelineCredentials } from '../role-session';
import { cleanUp } from './clean-up';
import { parseEvent } from './parse-event';

const clientsOf = perRole((credentials) => ({
  ...fleetClients(credentials),
  codePipeline: new CodePipelineClient({ credentials }),
}));

/**
 * Removes the Auto Scaling groups that a release left which failed, was stopped or superseded, or was rolled back. The end
 * of an execution invokes it, the termination of an instance, by which it comes back to delete a group when that is empty,
 * and the end of an instance refresh, which may be the last thing that happens to a group. It decides by what it finds and
 * not by the event, so that it is right late, twice, and for several executions.
 *
 * While an execution is in a stage that works on groups, it only goes on with groups that are on their way out already;
 * the end of that execution invokes it again. Where CodePipeline does not show yet that the execution has ended whose
 * event it handles, or Auto Scaling that its instance refresh has, it throws, and Lambda runs it again. Otherwise: where a release that nobody goes on with has traffic, that goes
 * back to the group that served before; the group that serves gets its minimum back, and is recorded as what serves; every
 * other group of the pipeline is retired. It changes nothing that does not carry the pipeline's tag.
 *
 * Where fleet settings are missing beside a fleet that a release has recorded, it throws, because it cannot clean up. A
 * pipeline without either, or whose role does not trust this function, is none of its own: it logs that and
 * returns. Anything else that fails it throws, so that Lambda retries it.
 *
 * The function's own role needs `sts:AssumeRole` on the pipelines' roles. All else it does with the role of the pipeline,
 * which must trust it and grant, in account `A` and region `R`, with `STATE` = `PREFIX/PIPELINE/ENVIRONMENT` and
 * `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `launch-template`, `asg/new`, `asg/old`, `asg/green`, `release` | |
 * | `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/` … `asg/new`, `asg/old`, `asg/green`, `release` | |
 * | `codepipeline:GetPipeline`, `…:GetPipelineState`, `…:GetPipelineExecution`, `…:ListPipelineExecutions`, `…:ListActionExecutions` | `arn:aws:codepipeline:R:A:NAME` | |
 * | `autoscaling:DescribeAutoScalingGroups` | `*` (Auto Scaling knows no resources for it) | |
 * | `elasticloadbalancing:DescribeRules`, `elasticloadbalancing:DescribeTargetHealth` | `*` (Elastic Load Balancing knows no resources for them) | |
 * | `elasticloadbalancing:ModifyRule` | the listener rule | |
 * | `autoscaling:CreateOrUpdateTags`, `…:DeleteTags`, `…:UpdateAutoScalingGroup`, `…:DeleteAutoScalingGroup` | `arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-eventbridge-events.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseEvent(event, functionOwner(context));
  if (request.kind === 'other') {
    logger.info('Nothing to do: this is no event of one of our pipelines');
    return;
  }
  const { executionId } = request;
  const pipeline = pipelineName(request.pipeline);
  beginLog({ pipeline, executionId });
  const credentials = pipelineCredentials(CLEAN_UP_GROUPS, request.pipeline, context);
  if (!(await mayAssume(credentials))) {
    logger.info(
      'Nothing to do: the role of the pipeline does not trust this function, so that it has no fleet',
    );
    return;
  }
  try {
    await cleanUp({ request, clients: clientsOf(credentials), pipeline });
  } catch (error) {
    logger.error('Groups could not be cleaned up; Lambda retries it', error as Error);
    throw error;
  }
}
