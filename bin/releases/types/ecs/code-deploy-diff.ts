import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { IMAGE_DETAIL, parseImageDetail } from '../../../../handlers/artifact/image-files';
import {
  parseTaskDefinition,
  type TaskDefinitionInput,
} from '../../../../handlers/update-task-definition/task-definition-file';
import { actionsOfProvider } from '../../../../rehearsal/pipeline/deployed-pipeline';
import { readArtifactFile } from '../../diff/artifacts';
import type { ExecutedActions, ReleasePipeline } from '../../model';

/** CodePipeline takes at most four images. */
const MAX_IMAGES = 4;

/**
 * The task definition that CodePipeline would register: the template with the images of the artifacts put in.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 * @throws ExpectedError where the execution has not made it yet, or it is no task definition
 */
export async function readTaskDefinitionTemplate(
  { clients, declaration }: ReleasePipeline,
  actions: ExecutedActions,
): Promise<TaskDefinitionInput> {
  const { configuration = {} } = actionsOfProvider(declaration, 'CodeDeployToECS')[0] ?? {};
  const path = configuration.TaskDefinitionTemplatePath ?? 'taskdef.json';
  const artifact = configuration.TaskDefinitionTemplateArtifact ?? '';
  let text = await readArtifactFile(clients, actions, artifact, path);
  for (let number = 1; number <= MAX_IMAGES; number += 1) {
    const name = configuration[`Image${number}ContainerName`];
    const from = configuration[`Image${number}ArtifactName`];
    if (!name || !from) continue;
    const detail = await readArtifactFile(clients, actions, from, IMAGE_DETAIL);
    if (detail === undefined)
      throw new ExpectedError(`artifact ${from} must have ${IMAGE_DETAIL}, got: none`);
    text = text?.replaceAll(`<${name}>`, parseImageDetail(detail));
  }
  return parseTaskDefinition(path, text);
}
