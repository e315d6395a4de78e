import type { ImageDetail } from '@aws-sdk/client-ecr';
import { findImage } from '../image';
import { imageKey, type Repository, type EcrStore } from '../store';
import { countsOf, findingsOf } from './findings';
import type { Scan } from './model';

const SCAN_MILLISECONDS = 5_000;

/**
 * Scans an image, which takes a few seconds of the endpoint's clock, and tells EventBridge when that is done.
 * @param manifest of the image: JSON text
 */
export function startScan(store: EcrStore, repository: Repository, digest: string, manifest: string): void {
  const { clock, closing } = store.context;
  const scan: Scan = { startedAt: clock.now(), findings: findingsOf(manifest) };
  store.scans.set(imageKey(repository, digest), scan);
  const complete = async (): Promise<void> => {
    await clock.sleep(SCAN_MILLISECONDS, closing);
    if (closing.aborted) return;
    scan.completedAt = clock.now();
    const image = await findImage(store, repository, { imageDigest: digest });
    if (image) tell(store, repository, digest, image, scan);
  };
  void complete().catch((error: Error) =>
    store.context.log(`ecr: the scan of ${digest} told nobody: ${error.message}`),
  );
}

/** "ECR Image Scan". https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
function tell(
  store: EcrStore,
  { account, region, name }: Repository,
  digest: string,
  { imageTags = [] }: ImageDetail,
  { findings }: Scan,
): void {
  store.context.bus.emit({
    source: 'aws.ecr',
    'detail-type': 'ECR Image Scan',
    account,
    region,
    resources: [`arn:aws:ecr:${region}:${account}:repository/${name}`],
    detail: {
      'scan-status': 'COMPLETE',
      'repository-name': name,
      'finding-severity-counts': countsOf(findings),
      'image-digest': digest,
      'image-tags': imageTags,
    },
  });
}
