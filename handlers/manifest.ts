import { BatchGetImageCommand, type ECRClient, type ImageIdentifier } from '@aws-sdk/client-ecr';

/** Without these ECR may answer with a manifest of another kind, which would be another image. */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** An image as it was pushed. */
export interface Manifest {
  readonly digest: string;
  /** JSON. */
  readonly text: string;
  readonly mediaType?: string;
}

/** An image's manifest; nothing where the repository has no such image. */
export async function readManifest(
  client: ECRClient,
  repositoryName: string,
  imageId: ImageIdentifier,
): Promise<Manifest | undefined> {
  const request = { repositoryName, imageIds: [imageId], acceptedMediaTypes: MEDIA_TYPES };
  const { images } = await client.send(new BatchGetImageCommand(request));
  const { imageManifest, imageManifestMediaType, imageId: found } = images?.[0] ?? {};
  if (!imageManifest || !found?.imageDigest) return undefined;
  return { digest: found.imageDigest, text: imageManifest, mediaType: imageManifestMediaType };
}
