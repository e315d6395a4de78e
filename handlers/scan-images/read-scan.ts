import {
  type DescribeImageScanFindingsResponse,
  type ECRClient,
  paginateDescribeImageScanFindings,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { ConfigurationError, ReleaseError } from '../errors';
import { type JobWait, waitFor } from '../job/job-outcome';
import { basicFinding, enhancedFindings, type ScanFinding } from './scan-finding';
import type { ScannableImage } from './scannable-images';

/** The scan of an image that has ended. */
export interface CompletedScan {
  readonly kind: 'completed';
  readonly findings: readonly ScanFinding[];
}

/** Seconds within which Amazon Inspector begins to scan an image that it covers. */
const ENHANCED_TIMEOUT_SECONDS = 300;

/** What a person can do about a status that does not change by waiting. */
const REMEDIES: Readonly<Record<string, string>> = {
  FAILED: 'push another build, or scan it by hand a day later',
  UNSUPPORTED_IMAGE: 'build it on an operating system that ECR scans',
  SCAN_ELIGIBILITY_EXPIRED: 'it is older than the registry scans images; push it again',
  FINDINGS_UNAVAILABLE: 'check the scan in the console',
  LIMIT_EXCEEDED: 'check the quotas of ECR',
  IMAGE_ARCHIVED: 'restore it from the archive',
};

/**
 * Reads the scan of an image, basic or enhanced, and starts one where there is none. Starting it twice is harmless: ECR
 * scans an image once a day. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html
 * @param waitedSeconds since the action began
 * @throws ReleaseError for an image that cannot be scanned
 * @throws ConfigurationError where enhanced scanning is on, but not for this repository
 */
export async function readOrStartScan(
  client: ECRClient,
  image: ScannableImage,
  waitedSeconds: number,
): Promise<CompletedScan | JobWait> {
  try {
    return await readScan(client, image);
  } catch (error) {
    if ((error as Error).name !== 'ScanNotFoundException') throw error;
    return startScan(client, image, waitedSeconds);
  }
}

async function readScan(
  client: ECRClient,
  { repository, digest, label }: ScannableImage,
): Promise<CompletedScan | JobWait> {
  const findings: ScanFinding[] = [];
  const request = { repositoryName: repository, imageId: { imageDigest: digest } };
  for await (const page of paginateDescribeImageScanFindings({ client, pageSize: 1000 }, request)) {
    const status = page.imageScanStatus?.status ?? 'no status';
    if (isInProgress(page)) return waitFor(`the scan of ${label}, which is ${status}`);
    if (status !== 'COMPLETE' && status !== 'ACTIVE') {
      const reason = [page.imageScanStatus?.description, REMEDIES[status]].filter(Boolean).join('; ');
      throw new ReleaseError(`Image ${label} must have been scanned, got ${status}: ${reason}`);
    }
    const { findings: basic = [], enhancedFindings: enhanced = [] } = page.imageScanFindings ?? {};
    findings.push(...basic.map(basicFinding), ...enhancedFindings(enhanced));
  }
  return { kind: 'completed', findings };
}

/** ECR calls an enhanced scan complete before it has any result. https://github.com/aws/aws-sdk/issues/289 */
function isInProgress({ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse): boolean {
  const { status } = imageScanStatus ?? {};
  if (status === 'COMPLETE')
    return !imageScanFindings?.imageScanCompletedAt && !imageScanFindings?.findingSeverityCounts;
  return status === 'IN_PROGRESS' || status === 'PENDING';
}

async function startScan(
  client: ECRClient,
  { repository, digest, label }: ScannableImage,
  waitedSeconds: number,
): Promise<JobWait> {
  const started = waitFor(`the scan of ${label}, which was requested`);
  try {
    const imageId = { imageDigest: digest };
    await client.send(new StartImageScanCommand({ repositoryName: repository, imageId }));
    return started;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'LimitExceededException') return started;
    if (name === 'UnsupportedImageTypeException')
      throw new ReleaseError(`Image ${label} must be one that ECR can scan`, { cause: error });
    if (name !== 'ValidationException') throw error;
    if (waitedSeconds < ENHANCED_TIMEOUT_SECONDS) return waitFor(`Amazon Inspector to scan ${label}`);
    throw new ConfigurationError(
      `Repository ${repository} must be covered by a filter of the registry's enhanced scanning, got no scan of ${label}`,
      { cause: error },
    );
  }
}
