import { ECSClient } from '@aws-sdk/client-ecs';
import { IMAGE_DEFINITIONS, MAX_IMAGE_FILE_BYTES, parseImageDefinitions } from '../artifact/image-files';
import { artifactClient, readArtifact } from '../artifact/read-artifact';
import { pipelineName } from '../contract/names';
import {
  UPDATE_TASK_DEFINITION,
  type UpdateTaskDefinitionParameters,
} from '../contract/update-task-definition';
import { ConfigurationError } from '../errors';
import type { FunctionContext } from '../function-owner';
import { type JobOutcome, succeed } from '../job/job-outcome';
import { parseJob } from '../job/parse-job';
import type { PipelineJob } from '../job/pipeline-job';
import { runJob } from '../job/run-job';
import type { ParameterReader } from '../job/user-parameters';
import { pipelineCredentials, perRole } from '../role-session';
import { hasContentOf, isSameContent } from './compare';
import { insertImages } from './insert-images';
import { registerOnce } from './revision';
import { checkAgainstService, deployRevision, readService } from './service';
import {
  MAX_TASK_DEFINITION_BYTES,
  parseTaskDefinition,
  type TaskDefinitionInput,
} from './task-definition-file';

type UpdateJob = PipelineJob<
  Pick<UpdateTaskDefinitionParameters, 'cluster' | 'service' | 'taskDefinition'> & {
    readonly executionId: string;
  }
>;

const ecsOf = perRole((credentials) => new ECSClient({ credentials }));

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
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export async function handler(event: unknown, context: FunctionContext): Promise<void> {
  await runJob(parseJob(event, parseParameters), context, (job) => updateTaskDefinition(job, context));
}

const parseParameters = ({ text }: ParameterReader) => ({
  executionId: text('executionId'),
  cluster: text('cluster'),
  service: text('service'),
  taskDefinition: text('taskDefinition'),
});

async function updateTaskDefinition(job: UpdateJob, context: FunctionContext): Promise<JobOutcome> {
  const { executionId, cluster, service, taskDefinition: path } = job.parameters;
  const { wanted, built } = await readFiles(job);
  const ecs = ecsOf(pipelineCredentials(UPDATE_TASK_DEFINITION, job.pipeline, context));
  const running = await readService(ecs, { cluster, service });
  checkAgainstService(path, wanted, running);
  const { revision } = running;
  if (hasContentOf(revision, wanted, built)) return unchanged(path, revision.taskDefinitionArn);
  const owner = { pipeline: pipelineName(job.pipeline), executionId };
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
