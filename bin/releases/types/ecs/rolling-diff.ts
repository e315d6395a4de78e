import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { IMAGE_DEFINITIONS, parseImageDefinitions } from '../../../../handlers/artifact/image-files';
import { UPDATE_TASK_DEFINITION } from '../../../../handlers/contract/update-task-definition';
import { optionalText, parseObject } from '../../../../handlers/json';
import { insertImages } from '../../../../handlers/update-task-definition/insert-images';
import {
  inputOf,
  parseTaskDefinition,
  type TaskDefinitionInput,
} from '../../../../handlers/update-task-definition/task-definition-file';
import { actionsOfProvider } from '../../../../rehearsal/pipeline/deployed-pipeline';
import { readArtifactFile } from '../../diff/artifacts';
import type { ExecutedActions, ReleasePipeline } from '../../model';

/**
 * The task definition that the service would run: the commit's where the pipeline has an action for it, else the one that
 * the service runs, with the images of the build.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * @throws ExpectedError where the execution has not built it yet, or it is no task definition
 */
export async function readNextTaskDefinition(
  { clients, declaration }: ReleasePipeline,
  actions: ExecutedActions,
  running: TaskDefinition | undefined,
): Promise<TaskDefinitionInput> {
  const { configuration, inputArtifacts } = actionsOfProvider(declaration, 'ECS')[0] ?? {};
  const artifact = inputArtifacts?.[0]?.name ?? '';
  const file = configuration?.FileName ?? IMAGE_DEFINITIONS;
  const definitions = await readArtifactFile(clients, actions, artifact, file);
  if (definitions === undefined) throw new ExpectedError(`artifact ${artifact} must have ${file}, got: none`);
  const images = parseImageDefinitions(definitions);
  const update = actionsOfProvider(declaration, 'Lambda').find((action) =>
    action.configuration?.FunctionName?.endsWith(`-${UPDATE_TASK_DEFINITION.name}`),
  );
  const path = optionalText(parseObject(update?.configuration?.UserParameters ?? '') ?? {}, 'taskDefinition');
  if (path !== undefined) {
    const text = await readArtifactFile(clients, actions, artifact, path);
    return insertImages(path, parseTaskDefinition(path, text), images);
  }
  if (!running) throw new ExpectedError('the service runs no task definition that could be compared');
  return insertImages('the task definition that serves', inputOf(running), images);
}
