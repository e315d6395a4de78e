import { ECSClient } from '@aws-sdk/client-ecs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { IMAGE_DEFINITIONS, MAX_IMAGE_FILE_BYTES, parseImageDefinitions } from '../artifact/image-files';
import { artifactClient, readArtifact } from '../artifact/read-artifact';
import type { PipelineEvent } from '../aws-events';
import { pipelineName } from '../contract/names';
import {
  UPDATE_TASK_DEFINITION,
  type UpdateTaskDefinitionParameters,
} from '../contract/update-task-definition';
import { ConfigurationError } from '../errors';
import { type FunctionContext, functionOwner } from '../function-owner';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { isJobEvent, parseJob } from '../job/parse-job';
import type { ConfirmedJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { beginLog, logger } from '../logger';
import { mayAssume, perRole, pipelineCredentials } from '../role-session';
import { hasContentOf, isSameContent } from './compare';
import { insertImages } from './insert-images';
import { parseEndEvent } from './parse-event';
import { restoreReleased } from './restore-released';
import { registerOnce } from './revision';
import { checkAgainstService, deployRevision, readService } from './service';
import {
  MAX_TASK_DEFINITION_BYTES,
  parseTaskDefinition,
  type TaskDefinitionInput,
} from './task-definition-file';

type UpdateJob = ConfirmedJob<Pick<UpdateTaskDefinitionParameters, 'cluster' | 'service' | 'taskDefinition'>>;

const clientsOf = perRole((credentials) => ({
  ecs: new ECSClient({ credentials }),
  ssm: new SSMClient({ credentials }),
}));

/**
 * Makes an ECS service run the content of the commit's task definition, before CodePipeline's ECS action, which changes
 * nothing but images, deploys to it. Where the service runs that already, images apart, it does nothing. Otherwise it
 * registers a revision with the images of `imagedefinitions.json` in it, and updates the service to that once. It does
 * not wait: the ECS action after it does. It may die after any call and be repeated: it reads what the service runs
 * first, and finds the revision that an earlier attempt registered by its tags.
 *
 * What it cannot use it refuses before anything is changed: a missing file, an unknown field, another family than the
 * service's, a container without an image, a load balancer's container or port that is gone.
 *
 * ECS's events of deployments that ended, and CodePipeline's of executions that failed or were stopped, invoke it too: see {@link restoreReleased}. A pipeline whose role does not trust
 * this function has no such service: it logs that and returns. Anything else that fails it throws, so that Lambda retries it.
 *
 * The function's own role needs what `runJob` needs and `sts:AssumeRole` on the pipelines' roles. It reads the artifact
 * with the job's own credentials and does all else with the role of the pipeline, which must trust it and grant, in account
 * `A` and region `R`:
 *
 * | actions | resources |
 * |---|---|
 * | `ecs:DescribeServices`, `ecs:UpdateService` | `arn:aws:ecs:R:A:service/CLUSTER/SERVICE` |
 * | `ecs:RegisterTaskDefinition`, `ecs:TagResource` | `arn:aws:ecs:R:A:task-definition/FAMILY:*` |
 * | `ecs:DescribeTaskDefinition` | `*` (ECS knows no resource for it) |
 * | `iam:PassRole` to `ecs-tasks.amazonaws.com` | the roles that the task definition names |
 * | `ssm:GetParameter` | `arn:aws:ssm:R:A:parameter/PREFIX/PIPELINE/ENVIRONMENT/release` |
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  if (isJobEvent(event))
    return runJob(parseJob(event, parseParameters), context, (job) => updateTaskDefinition(job, context));
  const ended = parseEndEvent(event, functionOwner(context));
  if (ended) return restoreAfter(ended, context);
  logger.info('Nothing to do: this is no end of a deployment or an execution of one of our pipelines');
}

const parseParameters = ({ text }: ParameterReader) => ({
  cluster: text('cluster'),
  service: text('service'),
  taskDefinition: text('taskDefinition'),
});

async function updateTaskDefinition(job: UpdateJob, context: FunctionContext): Promise<JobOutcome> {
  const { cluster, service, taskDefinition: path } = job.parameters;
  const { wanted, built } = await readFiles(job);
  const { ecs } = clientsOf(pipelineCredentials(UPDATE_TASK_DEFINITION, job.pipeline, context));
  const running = await readService(ecs, { cluster, service });
  checkAgainstService(path, wanted, running);
  const { revision } = running;
  if (hasContentOf(revision, wanted, built)) return unchanged(path, revision.taskDefinitionArn);
  const owner = { pipeline: pipelineName(job.pipeline), executionId: job.runningIn };
  const registered = await registerOnce(ecs, wanted, owner);
  if (isSameContent(revision, registered, built)) return unchanged(path, revision.taskDefinitionArn);
  const { taskDefinitionArn: arn = '' } = registered;
  await deployRevision(ecs, { cluster, service }, arn);
  return succeed(`${service} is updated to ${arn}, which has the content of ${path}`, {
    variables: { TaskDefinition: arn, Changed: 'true' },
  });
}

const unchanged = (path: string, arn = ''): JobOutcome =>
  succeed(`${arn} has the content of ${path} already`, {
    variables: { TaskDefinition: arn, Changed: 'false' },
  });

async function restoreAfter(ended: PipelineEvent, context: FunctionContext): Promise<void> {
  const { pipeline } = ended;
  beginLog({ pipeline: pipelineName(pipeline) });
  try {
    const credentials = pipelineCredentials(UPDATE_TASK_DEFINITION, pipeline, context);
    if (!(await mayAssume(credentials)))
      return logger.info('Nothing to do: the role of the pipeline does not trust this function');
    logger.info(await restoreReleased(clientsOf(credentials), ended));
  } catch (error) {
    logger.error('What was released may not be the newest revision; Lambda retries it', error as Error);
    throw error;
  }
}

/** @returns the task definition with images, and the containers whose images were built */
async function readFiles({
  artifactCredentials,
  inputArtifacts,
  parameters: { taskDefinition: path },
}: UpdateJob): Promise<{ wanted: TaskDefinitionInput; built: readonly string[] }> {
  const [artifact, ...others] = inputArtifacts;
  if (!artifact || others.length > 0)
    throw new ConfigurationError(
      `The action must have one input artifact, got: ${inputArtifacts.map(({ name }) => name).join(', ') || 'none'}`,
    );
  const client = artifactClient(artifactCredentials);
  const maxBytes = { [path]: MAX_TASK_DEFINITION_BYTES, [IMAGE_DEFINITIONS]: MAX_IMAGE_FILE_BYTES };
  const files = await readArtifact(client, artifact, maxBytes);
  const definitions = files[IMAGE_DEFINITIONS];
  if (definitions === undefined)
    throw new ConfigurationError(
      `Artifact ${artifact.name} must have ${IMAGE_DEFINITIONS} at its top, got: none`,
    );
  const images = parseImageDefinitions(definitions);
  const wanted = insertImages(path, parseTaskDefinition(path, files[path]), images);
  return { wanted, built: Object.keys(images) };
}
