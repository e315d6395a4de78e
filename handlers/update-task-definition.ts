import { ECSClient } from '@aws-sdk/client-ecs';
import { artifactClient, readArtifact } from './artifact';
import { pipelineName } from './contract/names';
import { ConfigurationError } from './errors';
import { IMAGE_DEFINITIONS, LARGEST_IMAGE_FILE, parseImageDefinitions } from './image-files';
import { answerJob, succeed } from './job';
import type { Answer } from './job-answer';
import type { Job } from './job-event';
import { addToLog } from './logger';
import { type FunctionContext, pipelineCredentials } from './role-session';
import { follows, isSameRevision } from './update-task-definition/follows';
import { putImages } from './update-task-definition/put-images';
import { registerOnce } from './update-task-definition/revision';
import { checkAgainstService, readService, updateService } from './update-task-definition/service';
import {
  LARGEST_TASK_DEFINITION,
  parseTaskDefinition,
  type TaskDefinitionInput,
} from './update-task-definition/task-definition-file';
import { parseUserParameters } from './user-parameters';

/**
 * Sees to it that an ECS service runs what the commit's task definition says, before CodePipeline's ECS action, which
 * changes nothing but images, deploys to it. Where the service runs that already, images apart, it does nothing.
 * Otherwise it registers a revision with the images of `imagedefinitions.json` in it, and updates the service to that
 * once. It does not wait: the ECS action after it does. It may die after any call and be repeated: it looks at what the
 * service runs first, and takes up the revision that an earlier try registered, which it knows by its tags.
 *
 * What it cannot use it refuses before anything is changed: a missing file, an unknown field, another family than the
 * service's, a container without an image, a load balancer's container or port that is gone.
 *
 * The function's own role needs `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult` (which know
 * no resources: `*`) and `sts:AssumeRole` on the pipelines' roles. The artifact it reads with the job's own credentials.
 * All else it does with the role of the pipeline, which must trust it and grant, in account `A` and region `R`:
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
  await answerJob(event, (job) => updateTaskDefinition(job, context));
}

async function updateTaskDefinition(job: Job, context: FunctionContext): Promise<Answer> {
  const { identity, text } = parseUserParameters(job.userParameters);
  const owner = { pipeline: pipelineName(identity), executionId: text('executionId') };
  const name = { cluster: text('cluster'), service: text('service') };
  addToLog(owner);
  const path = text('taskDefinition');
  const { wanted, built } = await readWanted(job, path);
  const ecs = new ECSClient({ credentials: pipelineCredentials(identity, job.account, context) });
  const running = await readService(ecs, name);
  checkAgainstService(path, wanted, running);
  const { revision } = running;
  if (follows(revision, wanted, built)) return unchanged(path, revision.taskDefinitionArn);
  const registered = await registerOnce(ecs, wanted, owner);
  if (isSameRevision(revision, registered, built)) return unchanged(path, revision.taskDefinitionArn);
  const { taskDefinitionArn: arn = '' } = registered;
  await updateService(ecs, name, arn);
  return succeed(`${name.service} is updated to ${arn}, which is what ${path} says`, {
    variables: { TaskDefinition: arn, Changed: 'true' },
  });
}

const unchanged = (path: string, arn = ''): Answer =>
  succeed(`${arn} is what ${path} says already`, { variables: { TaskDefinition: arn, Changed: 'false' } });

/** @returns the task definition with images, and the containers whose images were built */
async function readWanted(
  job: Job,
  path: string,
): Promise<{ wanted: TaskDefinitionInput; built: readonly string[] }> {
  const [artifact, ...others] = job.inputArtifacts;
  if (!artifact || others.length > 0)
    throw new ConfigurationError(
      `The action must have one input artifact, got: ${job.inputArtifacts.map(({ name }) => name).join(', ') || 'none'}`,
    );
  const client = artifactClient(job);
  const largest = { [path]: LARGEST_TASK_DEFINITION, [IMAGE_DEFINITIONS]: LARGEST_IMAGE_FILE };
  const files = await readArtifact(client, artifact, largest);
  const definitions = files[IMAGE_DEFINITIONS];
  if (definitions === undefined)
    throw new ConfigurationError(
      `Artifact ${artifact.name} must have ${IMAGE_DEFINITIONS} at its top, got: none`,
    );
  const images = parseImageDefinitions(definitions);
  const wanted = putImages(path, parseTaskDefinition(path, files[path]), images);
  return { wanted, built: Object.keys(images) };
}
