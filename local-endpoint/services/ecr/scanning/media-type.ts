const INDEXES = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

/** The media type that a manifest says it has, or that it is known by. */
export function mediaTypeOf(manifest: string): string {
  const { mediaType, manifests } = JSON.parse(manifest) as { mediaType?: string; manifests?: unknown };
  if (mediaType) return mediaType;
  return manifests ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
}

/** Whether ECR scans it: an image of one platform, not a list of such. */
export const isScannable = (manifest: string): boolean => !INDEXES.includes(mediaTypeOf(manifest));
