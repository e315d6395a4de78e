import type { EmptyBucketProperties } from '../contract/empty-bucket';
import { ConfigurationError } from '../errors';
import { isObject, objectOf, optionalText } from '../json';

/** A request of CloudFormation to the custom resource `Custom::EmptyBucketOnDelete`. */
export interface BucketRequest {
  /** `Create`, `Update` or `Delete`. */
  readonly type: string;
  readonly bucket: string;
  /** A signed address of S3 that takes one response. */
  readonly responseUrl: string;
  /** What the response repeats of the request. */
  readonly ids: {
    readonly StackId?: string;
    readonly RequestId?: string;
    readonly LogicalResourceId?: string;
  };
}

type ResponseStatus = { readonly Status: 'SUCCESS' } | { readonly Status: 'FAILED'; readonly Reason: string };

const BUCKET_NAME: keyof EmptyBucketProperties = 'BucketName';

/**
 * Parses the event of a custom resource, which is never logged: it carries a signed address.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
 * @throws ConfigurationError for an event of anything else
 */
export function parseRequest(event: unknown): BucketRequest {
  const request = isObject(event) ? event : {};
  const type = optionalText(request, 'RequestType');
  const responseUrl = optionalText(request, 'ResponseURL');
  const bucket = optionalText(objectOf(request, 'ResourceProperties'), BUCKET_NAME);
  if (!type || !responseUrl || !bucket)
    throw new ConfigurationError(
      `The event must have RequestType, ResponseURL and ResourceProperties.${BUCKET_NAME}, got: ${Object.keys(request).join(', ') || 'none'}`,
    );
  return {
    type,
    bucket,
    responseUrl,
    ids: {
      StackId: optionalText(request, 'StackId'),
      RequestId: optionalText(request, 'RequestId'),
      LogicalResourceId: optionalText(request, 'LogicalResourceId'),
    },
  };
}

/**
 * Sends CloudFormation the outcome; without a response it would wait for the resource's timeout. The address is signed
 * for no content type, where `fetch` would send one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function respond(
  { bucket, responseUrl, ids }: BucketRequest,
  outcome: ResponseStatus,
): Promise<void> {
  const body = JSON.stringify({ ...outcome, ...ids, PhysicalResourceId: bucket });
  const { ok, status } = await fetch(responseUrl, { method: 'PUT', headers: { 'content-type': '' }, body });
  if (!ok) throw new Error(`CloudFormation must accept the response ${body}, got: HTTP status ${status}`);
}
