import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Page, pageOf } from '../../../kit/page';
import { getImageDetail, repositoryOf } from '../image';
import { countsOf } from '../scanning/findings';
import type { Scan } from '../scanning/model';
import { type EcrStore, imageKey, type RepositoryId } from '../store';

const MAX_RESULTS = 1000;

/**
 * The findings of an image's latest scan, in the shape of basic scanning.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 */
export const describeImageScanFindings =
  (store: EcrStore): Operation<DescribeImageScanFindingsRequest, DescribeImageScanFindingsResponse> =>
  async (input, context) => {
    const { imageId = {}, maxResults = 100, nextToken } = input;
    const repository = repositoryOf(input, context);
    if (maxResults < 1 || maxResults > MAX_RESULTS)
      throw invalidParameter(
        `'maxResults' failed to satisfy constraint: 'Member must be between 1 and ${MAX_RESULTS}'`,
      );
    const image = await getImageDetail(store, repository, imageId);
    const scan = store.in(repository).scans.get(imageKey(repository, image?.imageDigest ?? ''));
    if (!scan) throw scanNotFound(imageId, repository);
    const page = pageOf(scan.findings, {
      token: nextToken,
      size: maxResults,
      max: MAX_RESULTS,
      invalidToken: () => invalidParameter("'nextToken'"),
    });
    return {
      registryId: repository.account,
      repositoryName: repository.name,
      imageId: { ...imageId, imageDigest: image?.imageDigest },
      ...(scan.completedAt
        ? describeComplete(scan, scan.completedAt, page)
        : { imageScanStatus: { status: 'IN_PROGRESS' } }),
    };
  };

const describeComplete = (
  { findings }: Scan,
  completedAt: Date,
  { items, next }: Page<Scan['findings'][number]>,
): Partial<DescribeImageScanFindingsResponse> => ({
  imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
  imageScanFindings: {
    imageScanCompletedAt: completedAt,
    vulnerabilitySourceUpdatedAt: completedAt,
    findings: items,
    findingSeverityCounts: countsOf(findings),
  },
  nextToken: next,
});

const invalidParameter = (what: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter at ${what}`);

const scanNotFound = (
  { imageDigest, imageTag }: ImageIdentifier,
  { account, name }: RepositoryId,
): AwsError =>
  new AwsError(
    'ScanNotFoundException',
    `Image scan does not exist for the image with '{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}' in the repository with name '${name}' in the registry with id '${account}'`,
  );
