import {
  type DescribeImageScanFindingsResponse,
  type ECRClient,
  paginateDescribeImageScanFindings,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { ConfigurationError, ReleaseError } from '../errors';
import { basicFinding, enhancedFindings, type Finding } from './finding';
import type { ScannableImage } from './scannable-images';

/** What a look at an image's scan showed: its findings, or what is still waited for. */
export type Look =
  | { readonly kind: 'scanned'; readonly findings: readonly Finding[] }
  | { readonly kind: 'waiting'; readonly waitingFor: string };

/** Seconds within which Amazon Inspector hears of an image. */
const ENHANCED_PATIENCE_SECONDS = 300;

/** What each status that no waiting changes asks for. */
const REMEDIES: Readonly<Record<string, string>> = {
  FAILED: 'push another build, or scan it by hand a day later',
  UNSUPPORTED_IMAGE: 'build it on an operating system that ECR scans',
  SCAN_ELIGIBILITY_EXPIRED: 'it is older than the registry scans images; push it again',
  FINDINGS_UNAVAILABLE: 'look at the scan in the console',
  LIMIT_EXCEEDED: 'look at the quotas of ECR',
  IMAGE_ARCHIVED: 'restore it from the archive',
};

/**
 * Looks at the scan of an image, basic or enhanced, and asks for one where there is none. Asking again is harmless: ECR
 * scans an image once a day. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html
 * @param waitedSeconds since the action began
 * @throws ReleaseError for an image that cannot be scanned
 * @throws ConfigurationError where enhanced scanning is on, but not for this repository
 */
export async function lookAtScan(
  client: ECRClient,
  image: ScannableImage,
  waitedSeconds: number,
): Promise<Look> {
  try {
    return await readScan(client, image);
  } catch (error) {
    if ((error as Error).name !== 'ScanNotFoundException') throw error;
    return askForScan(client, image, waitedSeconds);
  }
}

async function readScan(client: ECRClient, { repository, digest, label }: ScannableImage): Promise<Look> {
  const findings: Finding[] = [];
  const request = { repositoryName: repository, imageId: { imageDigest: digest } };
  for await (const page of paginateDescribeImageScanFindings({ client, pageSize: 1000 }, request)) {
    const status = page.imageScanStatus?.status ?? 'no status';
    if (isUnderWay(page)) return { kind: 'waiting', waitingFor: `the scan of ${label}, which is ${status}` };
    if (status !== 'COMPLETE' && status !== 'ACTIVE') {
      const told = [page.imageScanStatus?.description, REMEDIES[status]].filter(Boolean).join('; ');
      throw new ReleaseError(`Image ${label} must have been scanned, got ${status}: ${told}`);
    }
    const { findings: basic = [], enhancedFindings: enhanced = [] } = page.imageScanFindings ?? {};
    findings.push(...basic.map(basicFinding), ...enhancedFindings(enhanced));
  }
  return { kind: 'scanned', findings };
}

/** ECR calls an enhanced scan complete before it has anything to tell. https://github.com/aws/aws-sdk/issues/289 */
function isUnderWay({ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse): boolean {
  const { status } = imageScanStatus ?? {};
  if (status === 'COMPLETE')
    return !imageScanFindings?.imageScanCompletedAt && !imageScanFindings?.findingSeverityCounts;
  return status === 'IN_PROGRESS' || status === 'PENDING';
}

async function askForScan(
  client: ECRClient,
  { repository, digest, label }: ScannableImage,
  waitedSeconds: number,
): Promise<Look> {
  const waiting: Look = { kind: 'waiting', waitingFor: `the scan of ${label}, which was asked for` };
  try {
    const imageId = { imageDigest: digest };
    await client.send(new StartImageScanCommand({ repositoryName: repository, imageId }));
    return waiting;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'LimitExceededException') return waiting;
    if (name === 'UnsupportedImageTypeException')
      throw new ReleaseError(`Image ${label} must be one that ECR can scan`, { cause: error });
    if (name !== 'ValidationException') throw error;
    if (waitedSeconds < ENHANCED_PATIENCE_SECONDS)
      return { kind: 'waiting', waitingFor: `Amazon Inspector to scan ${label}` };
    throw new ConfigurationError(
      `Repository ${repository} must be covered by a filter of the registry's enhanced scanning, got no scan of ${label}`,
      { cause: error },
    );
  }
}
