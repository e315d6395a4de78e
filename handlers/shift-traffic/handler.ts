import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { pipelineName } from '../contract/names';
import { SHIFT_TRAFFIC } from '../contract/shift-traffic';
import { fleetClients } from '../fleet/clients';
import { readSettings } from '../fleet/read-settings';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { begin } from './begin';
import { type ShiftJob, shiftIn } from './look';
import { record } from './record';
import { watch } from './watch';

/** CodePipeline waits for an action of Lambda for a day; the steps of a config take less. */
const DEADLINE_SECONDS = 23 * 3600;

const clientsOf = perRole((credentials) => ({
  ...fleetClients(credentials),
  codePipeline: new CodePipelineClient({ credentials }),
  cloudWatch: new CloudWatchClient({ credentials }),
}));

/**
 * Moves the traffic to the group of a release by the weights of one listener rule: in the configured steps, with a bake
 * after each, or at once. One look an invocation; during a bake it reads the alarms and the health of the targets that
 * have traffic, and nothing else.
 *
 * Before each step the group must be there, not on its way out, and have as many healthy targets as the one that serves;
 * it is made larger where that has grown. An alarm, or too few healthy targets, puts all traffic on the group that served
 * before, in one call, and fails the action; where it is that group which has too few, all traffic goes to the new one.
 * After each step it reads the group's tags again: whoever retires a group tags it first and reads the weights then, so
 * that one of the two always notices the other.
 *
 * At the end it records who serves: `…/asg/new` and `…/asg/old`, and the release. Repeated after a death it goes on from
 * where the weights are. Where something else decides first whether the group is to go on serving, one action moves the
 * traffic and another one records it: until then the release is unfinished, and `clean-up-groups` takes it back where its
 * execution fails.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `asg/new`, `asg/old`, `release` | |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` | |
 * | `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/` … `asg/new`, `asg/old`, `release` | |
 * | `codepipeline:GetPipelineExecution`, `codepipeline:ListActionExecutions` | `arn:aws:codepipeline:R:A:NAME` | |
 * | `cloudwatch:DescribeAlarms`, where the config has alarms | `arn:aws:cloudwatch:R:A:alarm:*` | |
 * | `autoscaling:DescribeAutoScalingGroups` | `*` (Auto Scaling knows no resources for it) | |
 * | `elasticloadbalancing:DescribeRules`, `elasticloadbalancing:DescribeTargetHealth` | `*` (Elastic Load Balancing knows no resources for them) | |
 * | `elasticloadbalancing:ModifyRule` | the listener rule | |
 * | `autoscaling:UpdateAutoScalingGroup` | `arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseJob(event, parseParameters);
  await runJob(request, context, (job) => shiftTraffic(job, context), { deadlineSeconds: DEADLINE_SECONDS });
}

function parseParameters({ oneOf, text }: ParameterReader) {
  const part = oneOf('part', ['both', 'move', 'record'] as const, 'both');
  return {
    settings: text('settings'),
    group: text('group'),
    traffic: oneOf('traffic', ['steps', 'at-once'] as const),
    part,
    ...(part === 'record' && { raisedBefore: text('raisedBefore') }),
  };
}

async function shiftTraffic(job: ShiftJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(SHIFT_TRAFFIC, job.pipeline, context));
  const settings = await readSettings(clients.ssm, job.pipeline, job.parameters.settings);
  const look = { job, clients, pipeline: pipelineName(job.pipeline), settings, now: new Date() };
  if (job.parameters.part === 'record') return record(look);
  return watch(look, shiftIn(job.continuation?.state) ?? (await begin(look)));
}
