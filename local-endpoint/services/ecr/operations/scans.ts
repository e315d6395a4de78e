import type {
  PutRegistryScanningConfigurationRequest,
  StartImageScanRequest,
  StartImageScanResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { getImageDetail, getPushedImage, repositoryOf } from '../image';
import { isScannable, mediaTypeOf } from '../scanning/media-type';
import { startScan } from '../scanning/scan';
import { type EcrStore, imageKey } from '../store';

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/**
 * Scans an image, at most once in 24 hours; the scan on its push counts.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html
 */
export const startImageScan =
  (store: EcrStore): Operation<StartImageScanRequest, StartImageScanResponse> =>
  async (input, context) => {
    const repository = repositoryOf(input, context);
    const image = await getImageDetail(store, repository, input.imageId ?? {});
    const imageDigest = image?.imageDigest ?? '';
    const { imageManifest = '{}' } = (await getPushedImage(store, repository, imageDigest)) ?? {};
    if (!isScannable(imageManifest))
      throw new AwsError(
        'UnsupportedImageTypeException',
        `An artifact with media type '${mediaTypeOf(imageManifest)}' cannot be scanned. For more information, see the Amazon ECR documentation.`,
      );
    const before = store.in(repository).scans.get(imageKey(repository, imageDigest));
    if (before && store.context.clock.now().getTime() - before.startedAt.getTime() < DAY_MILLISECONDS)
      throw new AwsError(
        'LimitExceededException',
        'The scan quota per image has been exceeded. Wait and try again.',
      );
    startScan(store, repository, imageDigest, imageManifest);
    return {
      registryId: repository.account,
      repositoryName: repository.name,
      imageId: { ...input.imageId, imageDigest },
      imageScanStatus: { status: 'IN_PROGRESS' },
    };
  };

/**
 * Accepts rules for basic scanning.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html
 * @throws AwsError `UnsupportedOperation` for enhanced scanning
 */
export const putRegistryScanningConfiguration: Operation<PutRegistryScanningConfigurationRequest> = async (
  { scanType },
  { forward },
) => {
  if (scanType === 'ENHANCED')
    throw notSupported(
      'ecr:PutRegistryScanningConfiguration with scanType ENHANCED',
      'it has no Amazon Inspector, only BASIC',
    );
  return (await forward?.()) as object;
};
