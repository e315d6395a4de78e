import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';

/** Configuration of a test's AWS clients. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A client that calls an endpoint with dummy credentials. */
export const configOf = (endpoint: string, region = REGION): ClientConfig => ({
  endpoint,
  region,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
});

/** Points the AWS clients of this process at an endpoint, with one attempt a call. */
export function pointClientsAt(url: string, region = REGION): void {
  const { credentials } = configOf(url);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_MAX_ATTEMPTS: '1',
  });
}
