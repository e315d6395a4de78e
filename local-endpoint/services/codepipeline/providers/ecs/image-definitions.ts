import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { ActionFailure, type ActionJob } from '../provider';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_BYTES = 100 * 1024;

const DEFAULT_FILE = 'imagedefinitions.json';

const schema = z.array(z.object({ name: z.string().min(1), imageUri: z.string().min(1) }));

/** The image that a container gets. */
export type ImageDefinition = z.infer<typeof schema>[number];

/**
 * Reads the image definitions file from the input artifact.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
 * @throws ActionFailure where it is missing, larger than 100 KB or not a list of names and images
 */
export async function readImageDefinitions(job: ActionJob): Promise<ImageDefinition[]> {
  const file = job.configuration.FileName ?? DEFAULT_FILE;
  const text = await readFile(job, file);
  const read = schema.safeParse(parse(text, file));
  if (read.success && read.data.length > 0) return read.data;
  throw invalid(file);
}

async function readFile(job: ActionJob, file: string): Promise<string> {
  const artifact = job.action.inputArtifacts[0]?.name ?? '';
  const archive = await job.artifacts.read(artifact);
  const bytes = unpack(archive, file);
  if (!bytes) {
    const { bucket, key } = job.run.inputArtifacts[0] ?? {};
    throw new ActionFailure(
      'ConfigurationError',
      `Did not find the image definition file ${file} in the input artifacts ZIP file. ` +
        `Verify the file is stored in your pipeline's Amazon S3 artifact bucket: ${bucket} key: ${key}`,
    );
  }
  if (bytes.length > MAX_BYTES)
    throw new ActionFailure(
      'ConfigurationError',
      `The image definition file ${file} has ${bytes.length} bytes, the maximum size is 100 KB.`,
    );
  return strFromU8(bytes);
}

function unpack(archive: Uint8Array, file: string): Uint8Array | undefined {
  try {
    return unzipSync(archive, { filter: ({ name }) => name === file })[file];
  } catch (error) {
    const message = `The input artifact with the image definition file ${file} is not a ZIP file.`;
    throw new ActionFailure('ConfigurationError', message, { cause: error });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(file, error);
  }
}

/** AWS has one message for text that is no JSON and for JSON that is not such a list. */
const invalid = (file: string, cause?: unknown): ActionFailure =>
  new ActionFailure('ConfigurationError', `The image definition file ${file} contains invalid JSON format`, {
    cause,
  });
