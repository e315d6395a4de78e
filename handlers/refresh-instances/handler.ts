import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { EC2Client } from '@aws-sdk/client-ec2';
import { pipelineName } from '../contract/names';
import { REFRESH_INSTANCES } from '../contract/refresh-instances';
import { fleetClients } from '../fleet/clients';
import { readRefreshedSettings } from '../fleet/read-settings';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { begin } from './begin';
import { awaitGroup } from './create';
import { type RefreshJob, waitIn } from './look';
import { watch } from './watch';

/** CodePipeline waits for an action of Lambda for a day; a refresh has to be shorter. */
const DEADLINE_SECONDS = 23 * 3600;

const clientsOf = perRole((credentials) => ({
  ...fleetClients(credentials),
  codePipeline: new CodePipelineClient({ credentials }),
  ec2: new EC2Client({ credentials }),
}));

/**
 * Replaces the instances of a fleet's one group by those of a release: an instance refresh with a desired configuration,
 * which names the launch template version by its number, and with alarms, bake, auto-rollback and skip matching. It is
 * started once; one look an invocation reads how far it is. A rollback of the stage is a refresh to the version of the
 * execution that it goes back to, which replaces what is not of that version yet.
 *
 * The group is the one that the config names, or that `…/asg/new` names; where there is none, the first release makes it
 * and waits until every target is healthy. A group that does not carry the pipeline's tag is not touched. A refresh that
 * someone else has started is waited for. At the deadline the refresh is rolled back, and the action fails when that has
 * ended, with status, reason and instances.
 *
 * At the end it records what serves (`…/asg/new`, the release record), and prunes images and template versions.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`, beside what the group and its policies are made
 * with (see create-green-group) and what is pruned (see retire-blue-group):
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `launch-template`, `asg/new`, `asg/old`, `release` | |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` | |
 * | `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/` … `asg/new`, `asg/old`, `release` | |
 * | `codepipeline:GetPipelineExecution`, `codepipeline:ListActionExecutions` | `arn:aws:codepipeline:R:A:NAME` | |
 * | `autoscaling:DescribeAutoScalingGroups`, `…:DescribeInstanceRefreshes`, `…:DescribeScalingActivities` | `*` (Auto Scaling knows no resources for them) | |
 * | `elasticloadbalancing:DescribeTargetHealth` | `*` (Elastic Load Balancing knows no resources for it) | |
 * | `autoscaling:StartInstanceRefresh`, `…:RollbackInstanceRefresh`, `…:CancelInstanceRefresh`, `…:UpdateAutoScalingGroup`, `…:CreateOrUpdateTags`, `…:DeleteTags` | `arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseJob(event, parseParameters);
  await runJob(request, context, (job) => refreshInstances(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

const parseParameters = ({ text }: ParameterReader) => ({
  settings: text('settings'),
  launchTemplateVersion: text('launchTemplateVersion'),
  imageId: text('imageId'),
});

async function refreshInstances(job: RefreshJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(REFRESH_INSTANCES, job.pipeline, context));
  const settings = await readRefreshedSettings(clients.ssm, job.pipeline, job.parameters.settings);
  const look = { job, clients, pipeline: pipelineName(job.pipeline), settings, now: new Date() };
  const wait = waitIn(job.continuation?.state);
  if (!wait || wait.phase === 'start') return begin(look, wait);
  return wait.phase === 'create' ? awaitGroup(look, wait) : watch(look, wait);
}
