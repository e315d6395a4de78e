import type { S3Client } from '@aws-sdk/client-s3';
import { readArtifact } from './artifact';
import {
  IMAGE_DEFINITIONS,
  IMAGE_DETAIL,
  LARGEST_IMAGE_FILE,
  parseImageDefinitions,
  parseImageDetail,
} from './image-files';
import type { JobArtifact } from './job-event';

/** What images artifacts tell of. */
export interface ArtifactImages {
  /** References by container, of all imagedefinitions.json. */
  readonly containers: Readonly<Record<string, string>>;
  /** All references, those of imageDetail.json too, each once. */
  readonly all: readonly string[];
}

const FILES = { [IMAGE_DEFINITIONS]: LARGEST_IMAGE_FILE, [IMAGE_DETAIL]: LARGEST_IMAGE_FILE };

/**
 * Reads imagedefinitions.json and imageDetail.json at the top of artifacts; one that has neither is passed over.
 * @throws ConfigurationError for a file that is not as CodePipeline wants it
 */
export async function readArtifactImages(
  client: S3Client,
  artifacts: readonly JobArtifact[],
): Promise<ArtifactImages> {
  const containers: Record<string, string> = {};
  const details: string[] = [];
  for (const artifact of artifacts) {
    const files = await readArtifact(client, artifact, FILES);
    const { [IMAGE_DEFINITIONS]: definitions, [IMAGE_DETAIL]: detail } = files;
    if (definitions !== undefined) Object.assign(containers, parseImageDefinitions(definitions));
    if (detail !== undefined) details.push(parseImageDetail(detail));
  }
  return { containers, all: [...new Set([...Object.values(containers), ...details])] };
}
