import type { S3Client } from '@aws-sdk/client-s3';
import type { JobArtifact } from '../job/pipeline-job';
import {
  IMAGE_DEFINITIONS,
  IMAGE_DETAIL,
  MAX_IMAGE_FILE_BYTES,
  parseImageDefinitions,
  parseImageDetail,
} from './image-files';
import { readArtifact } from './read-artifact';

/** The images that artifacts name. */
export interface ArtifactImages {
  /** References by container, of all imagedefinitions.json. */
  readonly containers: Readonly<Record<string, string>>;
  /** All references, those of imageDetail.json too, each once. */
  readonly all: readonly string[];
}

const MAX_BYTES = { [IMAGE_DEFINITIONS]: MAX_IMAGE_FILE_BYTES, [IMAGE_DETAIL]: MAX_IMAGE_FILE_BYTES };

/**
 * Reads imagedefinitions.json and imageDetail.json at the top of artifacts; an artifact may have neither.
 * @throws ConfigurationError for a file that CodePipeline would not accept
 */
export async function readArtifactImages(
  client: S3Client,
  artifacts: readonly JobArtifact[],
): Promise<ArtifactImages> {
  const containers: Record<string, string> = {};
  const details: string[] = [];
  for (const artifact of artifacts) {
    const files = await readArtifact(client, artifact, MAX_BYTES);
    const { [IMAGE_DEFINITIONS]: definitions, [IMAGE_DETAIL]: detail } = files;
    if (definitions !== undefined) Object.assign(containers, parseImageDefinitions(definitions));
    if (detail !== undefined) details.push(parseImageDetail(detail));
  }
  return { containers, all: [...new Set([...Object.values(containers), ...details])] };
}
