import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ActionParameters } from '../contract/action-parameters';
import {
  CREATE_LAUNCH_TEMPLATE_VERSION,
  type CreateLaunchTemplateVersionParameters,
  type CreateLaunchTemplateVersionVariables,
} from '../contract/create-launch-template-version';
import { fleetParameterName } from '../contract/names';
import { readAnyState } from '../fleet/read-settings';
import type { FunctionContext } from '../function-owner';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import type { ConfirmedJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { perRole, pipelineCredentials } from '../role-session';
import { checkImage, imageIdIn } from './image';
import { versionOnce } from './version';

type Job = ConfirmedJob<Omit<CreateLaunchTemplateVersionParameters, keyof ActionParameters>>;

const clientsOf = perRole((credentials) => ({
  ec2: new EC2Client({ credentials }),
  ssm: new SSMClient({ credentials }),
  elb: new ElasticLoadBalancingV2Client({ credentials }),
}));

/**
 * Makes the launch template version that a release deploys, from the AMI that its bake recorded and the settings that its
 * pipeline was deployed with, and records its number. A version of the same AMI and settings that exists is used again, so
 * that a rollback makes none. It may die after any call and be repeated. It makes at most two changing calls.
 *
 * What it cannot use it refuses before anything is made: a parameter version that is gone, a parameter that holds no AMI
 * id, an AMI that was deregistered, settings that no version of parameter or launch template has,
 * subnets in one zone, or in another VPC than the target groups.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources | condition |
 * |---|---|---|
 * | `ssm:GetParameters` | `arn:aws:ssm:R:A:parameter/STATE/` … `settings`, `ami-id`, `launch-template` | |
 * | `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` | |
 * | `ssm:PutParameter` | `arn:aws:ssm:R:A:parameter/STATE/launch-template` | |
 * | `ec2:DescribeImages`, `ec2:DescribeLaunchTemplateVersions`, `ec2:DescribeSubnets` | `*` (EC2 knows no resources for them) | |
 * | `elasticloadbalancing:DescribeTargetGroups` | `*` (Elastic Load Balancing knows no resources for it) | |
 * | `ec2:CreateLaunchTemplateVersion` | `arn:aws:ec2:R:A:launch-template/*` | `aws:ResourceTag/pipeline-factory:pipeline` is `NAME` |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, (job) => createVersion(job, context));
}

const parseParameters = ({ text }: ParameterReader) => ({
  settings: text('settings'),
  amiVersion: text('amiVersion'),
});

async function createVersion(job: Job, context: FunctionContext): Promise<JobOutcome> {
  const { pipeline } = job;
  const { ec2, ssm, elb } = clientsOf(pipelineCredentials(CREATE_LAUNCH_TEMPLATE_VERSION, pipeline, context));
  const [amiId, launchTemplate] = [
    fleetParameterName(pipeline, 'ami-id'),
    fleetParameterName(pipeline, 'launch-template'),
  ];
  const { settings, parameters } = await readAnyState(ssm, pipeline, job.parameters.settings, [
    { name: amiId, version: job.parameters.amiVersion },
    { name: launchTemplate },
  ]);
  const imageId = imageIdIn(amiId, parameters.get(amiId));
  await checkImage(ec2, imageId);
  const { number, isReused } = await versionOnce({ ec2, elb }, settings, imageId, job.id);
  const written = await writeParameter(ssm, launchTemplate, number, parameters.get(launchTemplate));
  const variables = {
    Version: number,
    ParameterVersion: written,
    ImageId: imageId,
  } satisfies CreateLaunchTemplateVersionVariables;
  return succeed(
    `Version ${number} of launch template ${settings.launchTemplate} has ${imageId}${isReused ? ', as it had before' : ''}`,
    { variables, externalExecutionId: `${settings.launchTemplate}:${number}` },
  );
}
