const INDEXES = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

/** The media type of a manifest; where it names none, an OCI one by its shape. */
export function mediaTypeOf(manifest: string): string {
  const { mediaType, manifests } = JSON.parse(manifest) as { mediaType?: string; manifests?: unknown };
  if (mediaType) return mediaType;
  return manifests ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
}

/** Whether ECR scans it: an image of one platform, not an index of images. */
export const isScannable = (manifest: string): boolean => !INDEXES.includes(mediaTypeOf(manifest));
