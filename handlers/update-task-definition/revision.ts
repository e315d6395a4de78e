import { createHash } from 'node:crypto';
import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { PIPELINE_TAG } from '../contract/names';
import { EXECUTION_TAG } from '../contract/names';
import { TASK_DEFINITION_TAG } from '../contract/update-task-definition';
import type { TaskDefinitionInput } from './task-definition-file';

/** The pipeline and execution that a revision is registered for. */
export interface RevisionOwner {
  readonly pipeline: string;
  readonly executionId: string;
}

/**
 * Registers a revision of a task definition, unless an earlier attempt of the same execution did. Its tags name pipeline,
 * execution and content.
 */
export async function registerOnce(
  ecs: ECSClient,
  wanted: TaskDefinitionInput,
  { pipeline, executionId }: RevisionOwner,
): Promise<TaskDefinition> {
  const tags = [
    { key: PIPELINE_TAG, value: pipeline },
    { key: EXECUTION_TAG, value: executionId },
    { key: TASK_DEFINITION_TAG, value: digestOf(wanted) },
  ];
  const registered = await findRevision(ecs, wanted.family, tags);
  if (registered) return registered;
  const input = { ...wanted, tags: [...(wanted.tags ?? []), ...tags] };
  const { taskDefinition = {} } = await ecs.send(new RegisterTaskDefinitionCommand(input));
  return taskDefinition;
}

/**
 * The newest revision, which the family alone identifies, if it has these tags.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
 */
async function findRevision(
  ecs: ECSClient,
  family: string,
  tags: readonly Tag[],
): Promise<TaskDefinition | undefined> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ['TAGS'] });
  const { taskDefinition, tags: found = [] } = await ecs.send(command);
  const has = ({ key, value }: Tag) => found.some((one) => one.key === key && one.value === value);
  return tags.every(has) ? taskDefinition : undefined;
}

const digestOf = (wanted: TaskDefinitionInput): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(wanted)).digest('hex')}`;
