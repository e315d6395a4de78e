import { EC2Client } from '@aws-sdk/client-ec2';
import { pipelineName } from '../contract/names';
import { RETIRE_BLUE_GROUP } from '../contract/retire-blue-group';
import { fleetClients } from '../fleet/clients';
import { readSettings } from '../fleet/read-settings';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { perRole, pipelineCredentials } from '../role-session';
import { begin } from './begin';
import { drain } from './drain';
import { hold } from './hold';
import { type RetireJob, retirementIn } from './look';

/** CodePipeline waits for an action of Lambda for a day; a hold has to be shorter. */
const DEADLINE_SECONDS = 23 * 3600;

const clientsOf = perRole((credentials) => ({
  ...fleetClients(credentials),
  ec2: new EC2Client({ credentials }),
}));

/**
 * Keeps the group that served before at its size for the hold, so that one call takes a release back, and then retires
 * it: a tag that keeps traffic away, size 0, by which its instances drain and run their lifecycle hooks, and deletion,
 * without force. The group that serves gets its minimum back. Then images and launch template versions of the pipeline
 * are pruned to as many as the config keeps. One look an invocation; in the hold it reads the weights and the
 * targets of the group that serves.
 *
 * Where the group that serves loses its targets in the hold, the traffic goes back to the one that served before, which
 * could not take over any more once it is retired.
 *
 * A group that serves is never retired: the weights are read at every look, and again after the tag. Where the traffic
 * has left the group of the release, the release was taken back, and the action fails. A group that does not carry the
 * pipeline's tag, one that the pipeline took over, has a hold too, and is left as it is after it.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `asg/new`, `asg/old`, `asg/green`, `release` | |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` | |
 * | `autoscaling:DescribeAutoScalingGroups` | `*` (Auto Scaling knows no resources for it) | |
 * | `elasticloadbalancing:DescribeRules`, `elasticloadbalancing:DescribeTargetHealth` | `*` (Elastic Load Balancing knows no resources for them) | |
 * | `elasticloadbalancing:ModifyRule` | the listener rule | |
 * | `autoscaling:CreateOrUpdateTags`, `…:DeleteTags`, `…:UpdateAutoScalingGroup`, `…:DeleteAutoScalingGroup` | `arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 * | `ec2:DescribeImages`, `ec2:DescribeInstances`, `ec2:DescribeLaunchTemplateVersions` | `*` (EC2 knows no resources for them) | |
 * | `ec2:DeleteLaunchTemplateVersions` | `arn:aws:ec2:R:A:launch-template/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 * | `ec2:DeregisterImage` | `arn:aws:ec2:R::image/*` | ″ |
 * | `ec2:DeleteSnapshot` (of an image that is deregistered) | `arn:aws:ec2:R::snapshot/*` | ″ |
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-deletion-protection.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  const request = parseJob(event, parseParameters);
  await runJob(request, context, (job) => retireBlueGroup(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

const parseParameters = ({ text }: ParameterReader) => ({
  settings: text('settings'),
  newVersion: text('newVersion'),
  oldVersion: text('oldVersion'),
});

async function retireBlueGroup(job: RetireJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(RETIRE_BLUE_GROUP, job.pipeline, context));
  const settings = await readSettings(clients.ssm, job.pipeline, job.parameters.settings);
  const look = { job, clients, pipeline: pipelineName(job.pipeline), settings, now: new Date() };
  const retirement = retirementIn(job.continuation?.state);
  if (!retirement) return begin(look);
  return retirement.phase === 'hold' ? hold(look, retirement) : drain(look, retirement);
}
