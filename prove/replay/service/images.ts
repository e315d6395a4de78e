import { createHash } from 'node:crypto';
import { HEALTH_TAG } from '../../compare/outcome';
import type { PairedIds } from '../../compare/paired-ids';
import type { ScanResult } from '../../stores/ecr/model';
import type { EmptyAccount } from '../account';

const MEDIA_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** What a scan of an image finds there, which is what the manifest says. */
const FINDING = { 'rehearsal.scan.critical': 'CVE-2026-0001 openssl: of the replay' };

/** Makes the repositories, and the images with their tags. */
export async function plantImages({ call, empty, before }: EmptyAccount, ids: PairedIds): Promise<void> {
  const failing = before.ecs?.failing ?? [];
  for (const [repositoryName, images] of Object.entries(empty.ecr ?? {})) {
    await call('ecr', 'CreateRepository', { repositoryName });
    for (const [digest, { manifest, tags }] of Object.entries(images)) {
      const scan = before.ecr?.[repositoryName]?.[digest]?.scan ?? 'clean';
      const fails = failing.some((image) => image.endsWith(`/${repositoryName}@${digest}`));
      const imageManifest = annotated(manifest, scan, fails);
      ids.pair(digest, digestOf(imageManifest));
      for (const imageTag of tags)
        await call('ecr', 'PutImage', {
          ...{ repositoryName, imageManifest, imageTag, imageManifestMediaType: MEDIA_TYPE },
        });
    }
  }
}

const digestOf = (manifest: string): string =>
  `sha256:${createHash('sha256').update(manifest).digest('hex')}`;

/** @throws Error where the endpoint's scans cannot come to that */
function annotated(manifest: string, scan: ScanResult, fails: boolean): string {
  if (scan === 'failed' || scan === 'endless')
    throw new Error(`scan must be clean or critical, got: ${scan}`);
  if (scan === 'clean' && !fails) return manifest;
  const { annotations, ...rest } = JSON.parse(manifest) as { readonly annotations?: object };
  return JSON.stringify({
    ...rest,
    annotations: {
      ...annotations,
      ...(fails && { [HEALTH_TAG]: 'unhealthy' }),
      ...(scan === 'critical' && FINDING),
    },
  });
}

/** Gives an image another tag, which the one has no more that had it. */
export async function tagImage(
  { call }: Pick<EmptyAccount, 'call'>,
  repositoryName: string,
  imageDigest: string,
  imageTag: string,
): Promise<void> {
  const { images = [] } = (await call('ecr', 'BatchGetImage', {
    ...{ repositoryName, imageIds: [{ imageDigest }] },
  })) as { images?: { imageManifest?: string }[] };
  const [image] = images;
  await call('ecr', 'PutImage', {
    ...{ repositoryName, imageManifest: image?.imageManifest, imageTag, imageManifestMediaType: MEDIA_TYPE },
  });
}
