import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  StartImageScanRequest,
  StartImageScanResponse,
} from '@aws-sdk/client-ecr';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { findDigest, repositoryOf } from './find';
import type { ImageState } from './model';

/** Seconds that a scan takes; AWS documents none. */
const SCAN_SECONDS = 20;

const DAY_MILLISECONDS = 86_400_000;

/** At most once in 24 hours. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html */
export function startImageScan(
  simulated: SimulatedAccount,
  { repositoryName, imageId = {} }: StartImageScanRequest,
): StartImageScanResponse {
  const image = imageOf(simulated, repositoryName, imageId);
  const { now } = simulated;
  if (image.scannedAt !== undefined && now - image.scannedAt < DAY_MILLISECONDS)
    throw new ServiceError('LimitExceededException', 'The scan quota per image has been exceeded.');
  image.scannedAt = now + SCAN_SECONDS * 1000;
  return { imageScanStatus: { status: 'IN_PROGRESS' } };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
export function describeImageScanFindings(
  simulated: SimulatedAccount,
  { repositoryName, imageId = {} }: DescribeImageScanFindingsRequest,
): DescribeImageScanFindingsResponse {
  const { scan, scannedAt } = imageOf(simulated, repositoryName, imageId);
  if (scannedAt === undefined)
    throw new ServiceError('ScanNotFoundException', 'Image scan does not exist for the image');
  if (scan === 'endless' || scannedAt > simulated.now) return { imageScanStatus: { status: 'IN_PROGRESS' } };
  if (scan === 'failed')
    return { imageScanStatus: { status: 'FAILED', description: 'The scan could not be completed' } };
  return {
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: {
      imageScanCompletedAt: new Date(scannedAt),
      findings: scan === 'critical' ? [{ name: 'CVE-2026-0001', severity: 'CRITICAL' }] : [],
      findingSeverityCounts: scan === 'critical' ? { CRITICAL: 1 } : {},
    },
  };
}

function imageOf(
  simulated: SimulatedAccount,
  repositoryName = '',
  imageId: NonNullable<StartImageScanRequest['imageId']>,
): ImageState {
  const images = repositoryOf(simulated, repositoryName);
  const image = images[findDigest(images, imageId) ?? ''];
  if (image) return image;
  throw new ServiceError('ImageNotFoundException', 'The image requested does not exist');
}
