import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { describeImage, repositoryOf } from '../image';
import { imageKey, type Repository, type EcrStore } from '../store';
import { countsOf } from '../scanning/findings';
import type { Scan } from '../scanning/model';

const MOST_RESULTS = 1000;

/**
 * What the stand-in found, in the shape of basic scanning.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 */
export const describeImageScanFindings =
  (store: EcrStore): Operation<DescribeImageScanFindingsRequest, DescribeImageScanFindingsResponse> =>
  async (input, context) => {
    const { imageId = {}, maxResults = 100, nextToken } = input;
    const repository = repositoryOf(input, context);
    const start = checkedStart(maxResults, nextToken);
    const image = await describeImage(store, repository, imageId);
    const scan = store.scans.get(imageKey(repository, image?.imageDigest ?? ''));
    if (!scan) throw notFound(imageId, repository);
    return {
      registryId: repository.account,
      repositoryName: repository.name,
      imageId: { ...imageId, imageDigest: image?.imageDigest },
      ...(scan.completedAt
        ? complete(scan, scan.completedAt, start, maxResults)
        : { imageScanStatus: { status: 'IN_PROGRESS' } }),
    };
  };

function complete(
  { findings }: Scan,
  completedAt: Date,
  start: number,
  maxResults: number,
): Partial<DescribeImageScanFindingsResponse> {
  const end = start + maxResults;
  return {
    imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
    imageScanFindings: {
      imageScanCompletedAt: completedAt,
      vulnerabilitySourceUpdatedAt: completedAt,
      findings: findings.slice(start, end),
      findingSeverityCounts: countsOf(findings),
    },
    ...(end < findings.length && { nextToken: Buffer.from(String(end)).toString('base64') }),
  };
}

function checkedStart(maxResults: number, nextToken = ''): number {
  if (maxResults < 1 || maxResults > MOST_RESULTS)
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must be between 1 and ${MOST_RESULTS}'`,
    );
  const start = Number(Buffer.from(nextToken, 'base64').toString());
  if (!Number.isInteger(start))
    throw new AwsError('InvalidParameterException', "Invalid parameter at 'nextToken'");
  return start;
}

const notFound = ({ imageDigest, imageTag }: ImageIdentifier, { account, name }: Repository): AwsError =>
  new AwsError(
    'ScanNotFoundException',
    `Image scan does not exist for the image with '{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}' in the repository with name '${name}' in the registry with id '${account}'`,
  );
