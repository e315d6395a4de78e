import type { AwsIdentity } from './aws';

/**
 * Calls an operation that no SDK client has, over HTTP as any other: one that AWS's services use among themselves, or one
 * of a service whose client is not among the dependencies.
 * @param service its signing name
 * @throws Error the service's error, whose name is its code
 */
export async function callJson<Output>(
  { endpoint, region, credentials }: AwsIdentity,
  service: string,
  operation: string,
  input: object,
): Promise<Output> {
  const { accessKeyId, sessionToken } = credentials;
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `Local.${operation}`,
      // the endpoint reads the access key, and does not check the signature
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    },
    body: JSON.stringify(input),
  });
  const output = (await answer.json()) as Output & { __type?: string; message?: string };
  if (answer.ok) return output;
  throw new JsonCallError(output.__type ?? 'InternalFailure', output.message ?? answer.statusText);
}

/** An error that a service returned; its name is AWS's code. */
class JsonCallError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}
