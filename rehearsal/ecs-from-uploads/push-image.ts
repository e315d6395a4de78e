import { createHash } from 'node:crypto';
import { PutImageCommand } from '@aws-sdk/client-ecr';
import type { RehearsalClients } from '../clients';

/**
 * Pushes an image as a build does, by its manifest. There are no layers behind it: nothing here runs containers.
 * @param content makes the digest unique, for example `storefront release 2`
 * @returns the digest that the registry gave it
 */
export async function pushImageManifest(
  clients: RehearsalClients,
  repository: string,
  tag: string,
  content: string,
): Promise<string> {
  const { image } = await clients.ecr.send(
    new PutImageCommand({
      repositoryName: repository,
      imageTag: tag,
      imageManifest: JSON.stringify(manifest(content)),
      imageManifestMediaType: MEDIA_TYPE,
    }),
  );
  return image?.imageId?.imageDigest ?? '';
}

const MEDIA_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

/** https://distribution.github.io/distribution/spec/manifest-v2-2/ */
function manifest(content: string): object {
  const digest = (part: string) =>
    `sha256:${createHash('sha256').update(`${part} of ${content}`).digest('hex')}`;
  return {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: 1_470,
      digest: digest('configuration'),
    },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: 3_408_729,
        digest: digest('layer'),
      },
    ],
  };
}
