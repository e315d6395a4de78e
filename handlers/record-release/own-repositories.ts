import type { S3Client } from '@aws-sdk/client-s3';
import { readArtifactImages } from '../artifact/artifact-images';
import { parseImage } from '../images/image-reference';
import type { JobArtifact } from '../job/pipeline-job';
import type { PipelineStructure } from './pipeline-structure';

/**
 * Names of the repositories whose images are the pipeline's own: those it takes images from, or, where it builds them,
 * those of the images in the input artifacts of its deploy action.
 */
export async function ownRepositories(
  s3: S3Client,
  { repositories }: PipelineStructure,
  artifacts: readonly JobArtifact[],
): Promise<readonly string[]> {
  if (repositories.length > 0) return repositories;
  return repositoriesOf((await readArtifactImages(s3, artifacts)).all);
}

/** Names of the repositories in ECR that images are in. */
export function repositoriesOf(images: readonly string[]): string[] {
  return [...new Set(images.flatMap((text) => parseImage(text)?.repository ?? []))];
}
