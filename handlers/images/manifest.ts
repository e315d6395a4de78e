import { BatchGetImageCommand, type ECRClient, type ImageIdentifier } from '@aws-sdk/client-ecr';
import { objectOf, objectsOf, optionalText, parseObject } from '../json';

/** Without these ECR may answer with a manifest of another kind, which would be another image. */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** An image as it was pushed. */
export interface ImageManifest {
  readonly digest: string;
  /** JSON. */
  readonly text: string;
  readonly mediaType?: string;
}

/** One of the images that an index lists. */
export interface PlatformImage {
  readonly digest: string;
  /** For example `linux/arm64/v8`. @default - the index does not name it */
  readonly platform?: string;
}

/** @returns nothing where the repository has no such image */
export async function readManifest(
  client: ECRClient,
  repositoryName: string,
  imageId: ImageIdentifier,
): Promise<ImageManifest | undefined> {
  const request = { repositoryName, imageIds: [imageId], acceptedMediaTypes: MEDIA_TYPES };
  const { images } = await client.send(new BatchGetImageCommand(request));
  const { imageManifest, imageManifestMediaType, imageId: found } = images?.[0] ?? {};
  if (!imageManifest || !found?.imageDigest) return undefined;
  return { digest: found.imageDigest, text: imageManifest, mediaType: imageManifestMediaType };
}

/**
 * The images of an index, one a platform. Attestations, which build tools list as images for an unknown platform, are
 * left out.
 * @returns nothing for the manifest of a single image
 */
export function parseIndex({ text }: ImageManifest): PlatformImage[] | undefined {
  const index = parseObject(text) ?? {};
  if (!Array.isArray(index.manifests)) return undefined;
  return objectsOf(index, 'manifests')
    .map((manifest) => ({
      digest: optionalText(manifest, 'digest') ?? '',
      platform: platformOf(objectOf(manifest, 'platform')),
    }))
    .filter(({ platform }) => platform !== 'unknown/unknown');
}

function platformOf({ os, architecture, variant }: Readonly<Record<string, unknown>>): string | undefined {
  return [os, architecture, variant].filter((part) => typeof part === 'string').join('/') || undefined;
}
