import type { ImageDetail } from '@aws-sdk/client-ecr';
import { findImageDetail } from '../image';
import { type EcrStore, imageKey, repositoryArn, type RepositoryId } from '../store';
import { countsOf, findingsOf } from './findings';
import type { Scan } from './model';

const SCAN_MILLISECONDS = 5_000;

/**
 * Starts to scan an image, which takes a few seconds of the endpoint's clock, and emits an event when that is done.
 * @param manifest of the image: JSON text
 */
export function startScan(store: EcrStore, repository: RepositoryId, digest: string, manifest: string): void {
  const { clock, closing } = store.context;
  const scan: Scan = { startedAt: clock.now(), findings: findingsOf(manifest) };
  store.in(repository).scans.set(imageKey(repository, digest), scan);
  const complete = async (): Promise<void> => {
    await clock.sleep(SCAN_MILLISECONDS, closing);
    if (closing.aborted) return;
    scan.completedAt = clock.now();
    const image = await findImageDetail(store, repository, { imageDigest: digest });
    if (image) emitScanned(store, repository, digest, image, scan);
  };
  void complete().catch((error: Error) =>
    store.context.log(`ecr: the scan of ${digest} emitted no event: ${error.message}`),
  );
}

/** Emits "ECR Image Scan". https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
function emitScanned(
  store: EcrStore,
  repository: RepositoryId,
  digest: string,
  { imageTags = [] }: ImageDetail,
  { findings }: Scan,
): void {
  store.context.bus.emit({
    source: 'aws.ecr',
    'detail-type': 'ECR Image Scan',
    account: repository.account,
    region: repository.region,
    resources: [repositoryArn(repository)],
    detail: {
      'scan-status': 'COMPLETE',
      'repository-name': repository.name,
      'finding-severity-counts': countsOf(findings),
      'image-digest': digest,
      'image-tags': imageTags,
    },
  });
}
