import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';

/** Configuration of a test's AWS clients. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Points the AWS clients of this process at an endpoint, with one attempt a call. */
export function pointClientsAt(url: string, region = REGION): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
}
