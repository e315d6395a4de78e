import type { AwsIdentity } from '../kit/aws';
import { ACCOUNT, REGION } from './test-file';

/** What an AWS client is made with; buckets are in the path, because `*.127.0.0.1` does not resolve. */
export interface ClientConfig extends AwsIdentity {
  readonly forcePathStyle: true;
}

/**
 * A client's configuration.
 * @param accessKeyId twelve digits act as that account, a key of a session as its role @default - the file's account
 */
export function identityOf(endpoint: string, accessKeyId = ACCOUNT, region = REGION): ClientConfig {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  return { endpoint, region, credentials, forcePathStyle: true };
}

/** The environment of a command line tool that calls an endpoint once an operation. */
export function environmentOf(endpoint: string, home: string, accessKeyId = ACCOUNT): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  };
}
