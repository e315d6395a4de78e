import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SHIFT_VERSIONS } from '../contract/shift-versions';
import type { FunctionContext } from '../function-owner';
import type { JobOutcome } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import { runJob } from '../job/run-job';
import { perRole, pipelineCredentials } from '../role-session';
import { readSettings } from '../versions/read-settings';
import { parseReleasedVersions } from '../versions/released-versions';
import { begin } from './begin';
import { type ShiftJob, waitIn } from './look';
import { watch } from './watch';

/** CodePipeline waits for an action of Lambda for a day. */
const DEADLINE_SECONDS = 23.5 * 3600;

const clientsOf = perRole((credentials) => ({
  codeDeploy: new CodeDeployClient({ credentials }),
  lambda: new LambdaClient({ credentials }),
  ssm: new SSMClient({ credentials }),
}));

/**
 * Moves the traffic of each function's alias to its published version, by a deployment of CodeDeploy with hooks before and
 * after, all of them side by side. A version that serves already needs none. One look an invocation reads how far they are;
 * where one fails the others are stopped and rolled back, and the action fails when nothing moves any more.
 *
 * It may die after any call and be repeated: a deployment has the action that it is of in its description, and is adopted. A
 * retry of the stage is another action, and makes deployments of its own.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, which must trust it and grant, in account `A` and region `R`, with `STATE` =
 * `PREFIX/PIPELINE/ENVIRONMENT` and `NAME` = `PREFIX-PIPELINE-ENVIRONMENT`:
 *
 * | actions | resources |
 * |---|---|
 * | `ssm:GetParameters`, `ssm:GetParameterHistory` | `arn:aws:ssm:R:A:parameter/STATE/settings` |
 * | `lambda:GetAlias` | `arn:aws:lambda:R:A:function:FUNCTION` |
 * | `codedeploy:CreateDeployment`, `…:GetDeployment`, `…:ListDeployments` | `arn:aws:codedeploy:R:A:deploymentgroup:NAME/FUNCTION` |
 * | `codedeploy:RegisterApplicationRevision` | `arn:aws:codedeploy:R:A:application:NAME` |
 * | `codedeploy:GetDeploymentConfig` | the group's `arn:aws:codedeploy:R:A:deploymentconfig:CONFIG` |
 * | `codedeploy:StopDeployment` | `*` (CodeDeploy knows no resources for it) |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseReleasedVersions), context, (job) => shiftVersions(job, context), {
    deadlineSeconds: DEADLINE_SECONDS,
  });
}

async function shiftVersions(job: ShiftJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(SHIFT_VERSIONS, job.pipeline, context));
  const { settings } = await readSettings(clients.ssm, job.pipeline, job.parameters.settings);
  const look = { job, clients, settings, now: new Date() };
  const wait = waitIn(job.continuation?.state);
  return wait ? watch(look, wait) : begin(look);
}
