import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CREATE_GREEN_GROUP } from '../contract/create-green-group';
import { pipelineName } from '../contract/names';
import { fleetClients } from '../fleet/clients';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { awaitHealth, healthWaitIn } from './await-health';
import { awaitIdle, idleWaitIn } from './await-idle';
import { begin } from './begin';
import type { GreenJob } from './look';

/** CodePipeline waits for an action of Lambda for a day; every wait in it ends of its own before. */
const DEADLINE_SECONDS = 23 * 3600;

const clientsOf = perRole((credentials) => ({
  ...fleetClients(credentials),
  codePipeline: new CodePipelineClient({ credentials }),
}));

/**
 * Brings up the Auto Scaling group of a release, on the target group that has no traffic, at the size of the group that
 * serves, and waits until each of its targets is healthy. One look an invocation: first at everything, then, by what the
 * continuation token carries, at the group alone (two reading calls, whatever its size, after the one that confirms the job).
 *
 * The name of the group is written down before anything is created, so that the same job invoked again adopts what it
 * made, and nothing it made is ever without a name. The group that serves keeps its size meanwhile: its minimum is raised
 * to it. A group that served before, runs the wanted version and is still at size is used as it is, without a changing
 * call; that is a rollback in the hold. While another group is on the idle target group it waits: for a hold to end, for
 * a group that is retired, or for a release whose traffic has yet to be approved; what an earlier release left there, or
 * left with traffic, it removes itself. It does not take over from a release that is newer than its own.
 *
 * When the group is not healthy in time it is removed, the group that serves gets its minimum back, and the failure names
 * instances, their states and why. What it cannot use it refuses before anything is made.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT`, `NAME` = `PREFIX-PIPELINE-ENVIRONMENT` and `GROUPS` =
 * `arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `launch-template`, `asg/new`, `asg/old`, `asg/green` | |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` | |
 * | `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/asg/green` | |
 * | `codepipeline:GetPipelineExecution` | `arn:aws:codepipeline:R:A:NAME` | |
 * | `autoscaling:DescribeAutoScalingGroups`, `autoscaling:DescribeScalingActivities` | `*` (Auto Scaling knows no resources for them) | |
 * | `elasticloadbalancing:DescribeListeners`, `…:DescribeRules`, `…:DescribeTargetGroupAttributes`, `…:DescribeTargetGroups`, `…:DescribeTargetHealth` | `*` (Elastic Load Balancing knows no resources for them) | |
 * | `elasticloadbalancing:ModifyRule` | the listener rule, and that of the test listener | |
 * | `autoscaling:CreateAutoScalingGroup` | `GROUPS` `NAME-*` | `aws:RequestTag/pipeline-factory:pipeline` is `NAME` |
 * | `autoscaling:CreateOrUpdateTags`, `…:DeleteTags`, `…:UpdateAutoScalingGroup`, `…:DeleteAutoScalingGroup`, and as far as the config has them `…:PutScalingPolicy`, `…:BatchPutScheduledUpdateGroupAction`, `…:EnableMetricsCollection`, `…:PutNotificationConfiguration` | `GROUPS` `*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 * | `ec2:RunInstances` (Auto Scaling checks the creator's) | what the launch template names | `ec2:LaunchTemplate` is the pipeline's |
 * | `ec2:CreateTags` | `arn:aws:ec2:R:A:` … `instance`, `volume`, `network-interface` | `ec2:CreateAction` is `RunInstances` |
 * | `iam:PassRole` to `ec2.amazonaws.com` | the role of the instance profile | |
 * | `iam:PassRole` to `autoscaling.amazonaws.com` | the roles that lifecycle hooks notify with | |
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseJob(event, parseParameters);
  await runJob(request, context, (job) => createGreenGroup(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

const parseParameters = ({ text }: ParameterReader) => ({
  settings: text('settings'),
  launchTemplateVersion: text('launchTemplateVersion'),
  imageId: text('imageId'),
});

async function createGreenGroup(job: GreenJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(CREATE_GREEN_GROUP, job.pipeline, context));
  const look = { job, clients, pipeline: pipelineName(job.pipeline), now: new Date() };
  const health = healthWaitIn(job.continuation?.state);
  const idle = idleWaitIn(job.continuation?.state);
  const waited = health ? awaitHealth(look, health) : idle ? awaitIdle(look, idle) : undefined;
  return (await waited) ?? begin(look);
}
