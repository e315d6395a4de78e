import { strFromU8, unzipSync } from 'fflate';
import { ActionFailure, type ActionJob } from '../provider';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html#troubleshooting-ecstocodedeploy-size */
const MAX_BYTES = 3 * 1024 * 1024;

/** An image that replaces a placeholder. */
interface Image {
  /** What stands between angle brackets in the task definition. */
  readonly placeholder: string;
  readonly uri: string;
}

/** What the action finds in its input artifacts. */
export interface Templates {
  readonly appSpec: string;
  /** The name of the file, for messages. */
  readonly taskDefinitionPath: string;
  readonly taskDefinitionArtifact: string;
  readonly taskDefinition: string;
  readonly images: readonly Image[];
}

/**
 * Reads the templates and the images from the input artifacts; nothing is changed by it.
 * @throws ActionFailure where a file is missing or the artifacts are too large
 */
export async function readTemplates(job: ActionJob): Promise<Templates> {
  const { configuration: given } = job;
  const appSpecArtifact = given.AppSpecTemplateArtifact ?? '';
  const appSpecPath = given.AppSpecTemplatePath ?? 'appspec.yaml';
  const taskDefinitionArtifact = given.TaskDefinitionTemplateArtifact ?? '';
  const taskDefinitionPath = given.TaskDefinitionTemplatePath ?? 'taskdef.json';
  const archives = await readArchives(job);
  const unreadable = (what: string, artifact: string) =>
    `Exception while trying to read the ${what} artifact file from: ${artifact}`;
  return {
    taskDefinition: fileIn(
      archives,
      taskDefinitionArtifact,
      taskDefinitionPath,
      unreadable('task definition', taskDefinitionArtifact),
    ),
    taskDefinitionArtifact,
    taskDefinitionPath,
    appSpec: fileIn(archives, appSpecArtifact, appSpecPath, unreadable('appspec', appSpecArtifact)),
    images: [1, 2, 3, 4].flatMap((number) => imageOf(job, archives, number)),
  };
}

type Archives = ReadonlyMap<string, Uint8Array>;

async function readArchives(job: ActionJob): Promise<Archives> {
  const names = job.action.inputArtifacts.map(({ name }) => name);
  const archives = new Map(
    await Promise.all(names.map(async (name) => [name, await job.artifacts.read(name)] as const)),
  );
  const size = [...archives.values()].reduce((sum, { length }) => sum + length, 0);
  if (size <= MAX_BYTES) return archives;
  throw new ActionFailure(
    'ConfigurationError',
    `Exception while trying to read the task definition artifact file from: ${job.configuration.TaskDefinitionTemplateArtifact}. The input artifacts have ${size} bytes, the maximum artifact ZIP size is 3 MB.`,
  );
}

function fileIn(archives: Archives, artifact: string, path: string, complaint: string): string {
  const archive = archives.get(artifact);
  if (!archive)
    throw new ActionFailure('ConfigurationError', `${complaint}. It is not an input artifact of the action.`);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(archive, { filter: ({ name }) => name === path });
  } catch (error) {
    throw new ActionFailure('ConfigurationError', `${complaint}. It is not a ZIP file.`, { cause: error });
  }
  const bytes = files[path];
  if (!bytes) throw new ActionFailure('ConfigurationError', `${complaint}. It holds no file ${path}.`);
  return strFromU8(bytes);
}

function imageOf({ configuration }: ActionJob, archives: Archives, number: number): Image[] {
  const artifact = configuration[`Image${number}ArtifactName`];
  const placeholder = configuration[`Image${number}ContainerName`];
  if (!artifact && !placeholder) return [];
  const missing = (key: string) =>
    new ActionFailure(
      'ConfigurationError',
      `Action configuration is missing 'Image${number}${key}' configuration.`,
    );
  if (!artifact) throw missing('ArtifactName');
  if (!placeholder) throw missing('ContainerName');
  const complaint = `Exception while trying to read the image artifact file from the artifact: ${artifact}`;
  return [
    { placeholder, uri: imageUri(fileIn(archives, artifact, 'imageDetail.json', complaint), complaint) },
  ];
}

function imageUri(text: string, complaint: string): string {
  let detail: unknown;
  try {
    detail = JSON.parse(text);
  } catch (error) {
    throw new ActionFailure(
      'ConfigurationError',
      `${complaint}. The file imageDetail.json contains invalid JSON.`,
      { cause: error },
    );
  }
  if (
    detail !== null &&
    typeof detail === 'object' &&
    'ImageURI' in detail &&
    typeof detail.ImageURI === 'string'
  ) {
    return detail.ImageURI;
  }
  throw new ActionFailure('ConfigurationError', `${complaint}. The file imageDetail.json has no ImageURI.`);
}
