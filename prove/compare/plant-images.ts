import type { PutImageResponse } from '@aws-sdk/client-ecr';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { ScanResult } from '../stores/ecr/model';
import type { CallAccount } from './call-account';
import { HEALTH_TAG } from './outcome';
import type { PairedIds } from './paired-ids';

/** What a scan of an image finds there, which is what the manifest says. */
const FINDING = { 'rehearsal.scan.critical': 'CVE-2026-0001 openssl: of the proof' };

/**
 * Makes the repositories, and the images with their tags.
 * What a scan finds in an image there, and that its containers fail, is in its manifest, which gives it another digest.
 */
export async function plantImages(
  { ecr = {}, ecs }: Pick<SimulatedAccount, 'ecr' | 'ecs'>,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  for (const [repositoryName, images] of Object.entries(ecr)) {
    await call('ecr', 'CreateRepository', { repositoryName });
    for (const [digest, { manifest, tags, scan }] of Object.entries(images)) {
      const fails = ecs?.failing.some((reference) => reference.endsWith(`/${repositoryName}@${digest}`));
      const imageManifest = annotated(manifest, scan, fails === true);
      const imageManifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
      for (const imageTag of tags) {
        const request = { repositoryName, imageManifest, imageManifestMediaType, imageTag };
        const { image } = (await call('ecr', 'PutImage', request)) as PutImageResponse;
        ids.pair(digest, image?.imageId?.imageDigest ?? '');
      }
    }
  }
}

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
