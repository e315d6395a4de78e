import type { AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import type { StackRequest } from './request';

/** Bytes. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LONGEST_BODY = 51_200;
const LONGEST_OBJECT = 1_048_576;

/**
 * The text of the template that a request gives or names in S3.
 * @throws AwsError `ValidationError`
 */
export async function readTemplate(
  { TemplateBody, TemplateURL }: Pick<StackRequest, 'TemplateBody' | 'TemplateURL'>,
  identity: AwsIdentity,
): Promise<string> {
  if ((TemplateBody === undefined) === (TemplateURL === undefined)) {
    throw invalid('Either Template URL or Template Body must be specified.');
  }
  const body = TemplateBody ?? (await fetchObject(TemplateURL ?? '', identity));
  const longest = TemplateBody === undefined ? LONGEST_OBJECT : LONGEST_BODY;
  if (Buffer.byteLength(body) > longest) {
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
  return body;
}

async function fetchObject(url: string, identity: AwsIdentity): Promise<string> {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ ...identity, forcePathStyle: true });
  try {
    const { Body } = await client.send(new GetObjectCommand(objectAt(url)));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    throw invalid(
      `S3 error: ${(error as Error).message} For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

/** Takes both forms of S3 addresses: the bucket in the host's name, or first in the path. */
function objectAt(url: string): { Bucket: string; Key: string; VersionId?: string } {
  if (!URL.canParse(url)) throw invalid('TemplateURL must be a supported URL.');
  const { hostname, pathname, searchParams } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  const VersionId = searchParams.get('versionId') ?? undefined;
  const bucket = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(hostname)?.[1];
  if (bucket !== undefined) return { Bucket: bucket, Key: path, VersionId };
  const slash = path.indexOf('/');
  if (slash < 1) throw invalid('TemplateURL must reference a valid S3 object to which you have access.');
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1), VersionId };
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);
