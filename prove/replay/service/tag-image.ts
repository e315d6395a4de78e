import type { EmptyAccount } from '../account';

/** Gives an image another tag, which the one has no more that had it. */
export async function tagImage(
  { call }: Pick<EmptyAccount, 'call'>,
  repositoryName: string,
  imageDigest: string,
  imageTag: string,
): Promise<void> {
  const imageManifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
  const { images = [] } = (await call('ecr', 'BatchGetImage', {
    ...{ repositoryName, imageIds: [{ imageDigest }] },
  })) as { images?: { imageManifest?: string }[] };
  const [image] = images;
  await call('ecr', 'PutImage', {
    ...{ repositoryName, imageManifest: image?.imageManifest, imageTag, imageManifestMediaType },
  });
}
