import { readTaskDefinitionImages } from '../../../../handlers/record-release/serving-task-set';
import { parseImage } from '../../../../handlers/images/image-reference';
import { readManifest } from '../../../../handlers/images/manifest';
import type { ReleaseClients } from '../../clients';
import type { Need, ReleasePipeline, RollbackTarget } from '../../model';

/** The images of the task definition that an execution released, and whether ECR still has them. */
export async function readImageNeeds(
  { clients }: ReleasePipeline,
  { actions }: RollbackTarget,
): Promise<readonly Need[]> {
  const taskDefinition = actions
    .map(({ output }) => output?.outputVariables?.TaskDefinition)
    .find((arn) => arn !== undefined);
  if (taskDefinition === undefined) return [];
  const images = await readTaskDefinitionImages(clients.ecs, taskDefinition).catch((error: Error) => {
    if (error.name !== 'ClientException') throw error; // it is deleted, and CodePipeline registers another one
    return undefined;
  });
  if (!images) return [{ what: `images: not known, because ${taskDefinition} is deleted` }];
  return Promise.all(
    Object.entries(images).map(async ([container, image]) => ({
      what: `image ${container}: ${image}`,
      missing: await missingImage(clients, image),
    })),
  );
}

async function missingImage({ ecr }: ReleaseClients, text: string): Promise<string | undefined> {
  const image = parseImage(text);
  if (!image) return undefined;
  const { repository, digest, tag } = image;
  try {
    const found = await readManifest(ecr, repository, digest ? { imageDigest: digest } : { imageTag: tag });
    return found ? undefined : `repository ${repository} has it no more`;
  } catch (error) {
    if ((error as Error).name !== 'RepositoryNotFoundException') throw error;
    return `there is no repository ${repository}`;
  }
}
