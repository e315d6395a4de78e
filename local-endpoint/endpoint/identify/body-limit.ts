import { AwsError } from '../../kit/aws-error';
import type { RawRequest } from '../../kit/call';
import { urlOf } from '../../kit/http/url-of';
import { credentialOf } from './credential';

/** How large the body of a request may be. */
export interface BodyLimit {
  readonly bytes: number;
  /** @param got the size, where it is known before all has arrived */
  error(got?: number): AwsError;
}

const MEBIBYTE = 2 ** 20;

/**
 * S3 takes 5 GB a request (https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html). The endpoint holds
 * a body in memory, so it takes less; AWS recommends parts from 100 MB on, and its clients upload so.
 */
const S3_BYTES = 1_024 * MEBIBYTE;

/**
 * A deployment package of 50 MB in base64, and the rest of the request. AWS documents the 50 MB
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); this number is in its error messages.
 */
const LAMBDA_BYTES = 70_167_211;

/**
 * AWS documents no limit of a protocol. The largest documented inputs are an image layer part of 20 MiB in base64
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UploadLayerPart.html) and a commit of 20 MB
 * (https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html).
 */
const OTHER_BYTES = 32 * MEBIBYTE;

/** Beyond an identity token of 20,000 characters nothing is sent without a signature. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const UNSIGNED_BYTES = MEBIBYTE / 16;

/** No limit is below it, so that smaller bodies need no {@link bodyLimit}. */
export const SMALLEST_LIMIT = UNSIGNED_BYTES;

/** The limit of a request, from whose service it is signed for. */
export function bodyLimit({ headers, path }: Pick<RawRequest, 'headers' | 'path'>): BodyLimit {
  const service = credentialOf(headers, urlOf(path).searchParams)?.service;
  if (service === undefined) return limit('a request without a signature', UNSIGNED_BYTES);
  if (service === 's3') return s3Limit;
  return limit(`a request to ${service}`, service === 'lambda' ? LAMBDA_BYTES : OTHER_BYTES);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const s3Limit: BodyLimit = {
  bytes: S3_BYTES,
  error: (got) => {
    const rule = `at most ${S3_BYTES} bytes a request (got: ${got ?? 'more'}); upload the object in parts`;
    return new AwsError('EntityTooLarge', `Your proposed upload exceeds the maximum allowed size: ${rule}`);
  },
};

/** The code is common to all services: https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/common-errors.html */
const limit = (of: string, bytes: number): BodyLimit => ({
  bytes,
  error: (got) =>
    new AwsError(
      'RequestEntityTooLargeException',
      `The body of ${of} must have at most ${bytes} bytes (got: ${got ?? 'more'})`,
      413,
    ),
});
