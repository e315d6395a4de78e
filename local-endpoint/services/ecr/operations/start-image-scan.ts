import type { StartImageScanRequest, StartImageScanResponse } from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { describeImage, manifestOf, repositoryOf } from '../image';
import { imageKey, type EcrStore } from '../store';
import { isScannable, mediaTypeOf } from '../scanning/media-type';
import { startScan } from '../scanning/scan';

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/**
 * Scans an image once in 24 hours, the scan on its push counted.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html
 */
export const startImageScan =
  (store: EcrStore): Operation<StartImageScanRequest, StartImageScanResponse> =>
  async (input, context) => {
    const repository = repositoryOf(input, context);
    const image = await describeImage(store, repository, input.imageId ?? {});
    const imageDigest = image?.imageDigest ?? '';
    const { imageManifest = '{}' } = (await manifestOf(store, repository, imageDigest)) ?? {};
    if (!isScannable(imageManifest))
      throw new AwsError(
        'UnsupportedImageTypeException',
        `An artifact with media type '${mediaTypeOf(imageManifest)}' cannot be scanned. For more information, see the Amazon ECR documentation.`,
      );
    const before = store.scans.get(imageKey(repository, imageDigest));
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
