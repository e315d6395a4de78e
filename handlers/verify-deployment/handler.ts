import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ActionParameters } from '../contract/action-parameters';
import {
  VERIFICATION_DEADLINE_HOURS,
  VERIFY_DEPLOYMENT,
  type VerifyDeploymentParameters,
} from '../contract/verify-deployment';
import { DeadlineError, ReleaseError } from '../errors';
import type { FunctionContext } from '../function-owner';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import type { ConfirmedJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { addToLog } from '../logger';
import { perRole, pipelineCredentials } from '../role-session';
import { startVerification, watchVerification } from './build';
import { findDeployment, readDeployment } from './deployment';

type VerifyJob = ConfirmedJob<Omit<VerifyDeploymentParameters, keyof ActionParameters>>;

const clientsOf = perRole((credentials) => ({
  codeBuild: new CodeBuildClient({ credentials }),
  codeDeploy: new CodeDeployClient({ credentials }),
  codePipeline: new CodePipelineClient({ credentials }),
}));

/**
 * Verifies a deployment of CodeDeploy beside the action that makes it, while both task sets run: that action ends only when
 * blue has gone. It waits until all traffic has moved, runs the verification's build with the job's input artifact, and, where that
 * fails or cannot be had, stops the deployment with a rollback, so that blue gets the traffic back at once, and fails. A deployment that
 * fails itself fails this action too.
 *
 * One look an invocation. It may die after any call: a build is started with a token by which CodeBuild starts no second one,
 * and a deployment that is stopped already is not stopped again.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. All else it does with the
 * role of the pipeline, named like the pipeline (`P`), in account `A` and region `R`, which must trust it and grant:
 *
 * | actions | resources |
 * |---|---|
 * | `codepipeline:GetPipelineState`, `codepipeline:ListActionExecutions` | `arn:aws:codepipeline:R:A:P` |
 * | `codedeploy:GetDeployment` | `arn:aws:codedeploy:R:A:deploymentgroup:P/P` |
 * | `codedeploy:StopDeployment` | `*` (CodeDeploy knows no resource for it) |
 * | `codebuild:StartBuild`, `codebuild:BatchGetBuilds` | `arn:aws:codebuild:R:A:project/P-verify` |
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, (job) => verify(job, context), {
    deadlineSeconds: VERIFICATION_DEADLINE_HOURS * 3600,
  });
}

const parseParameters = ({ text }: ParameterReader) => ({
  deployAction: text('deployAction'),
  project: text('project'),
});

async function verify(job: VerifyJob, context: FunctionContext): Promise<JobOutcome> {
  const clients = clientsOf(pipelineCredentials(VERIFY_DEPLOYMENT, job.pipeline, context));
  const { deploymentId, buildId } = job.continuation?.state ?? {};
  if (deploymentId !== undefined && buildId !== undefined) {
    const begun = { deploymentId: `${deploymentId}`, buildId: `${buildId}` };
    addToLog(begun);
    return watchVerification(clients, begun);
  }
  const found = await findDeployment(clients.codePipeline, job, new Date());
  if (found === undefined)
    return waitFor(`action ${job.parameters.deployAction} of this execution to begin a deployment`);
  addToLog({ deploymentId: found });
  const deployment = await readDeployment(clients.codeDeploy, found);
  switch (deployment.phase) {
    case 'under-way':
      return waitFor(`all traffic of deployment ${found} to move`);
    case 'failed':
      throw new ReleaseError(`Deployment ${found} cannot be verified: ${deployment.because}`);
    case 'over':
      throw new DeadlineError(
        `Deployment ${found} ended before it could be verified: deploy.blueTerminationWait must be longer`,
      );
    case 'waiting':
      return startVerification(clients, job, found);
  }
}
