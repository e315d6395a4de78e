import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observer, Service } from '../../kit/operation';
import { startEndpoint } from '../../endpoint/server';
import { createIam, type Iam } from '../../authorization/iam';
import { startMoto } from '../../moto/moto';

/** The account and region that tests use. */
export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';

/** An endpoint with moto behind it, and nothing but IAM and what a test gives it. */
export interface LocalStack {
  readonly url: string;
  readonly iam: Iam;
  /** Lines said so far. */
  readonly said: string[];
  /** A client's configuration with dummy credentials, or as an account. */
  client(accessKeyId?: string): {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The environment of a command line tool. */
  environment(accessKeyId?: string): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * Starts one; `close` ends it.
 * @param now the endpoint's clock @default - stands still at the start of 2026
 */
export async function startLocalStack(
  services: readonly Service[] = [],
  observers: readonly Observer[] = [],
  now = () => new Date('2026-01-01T00:00:00Z'),
): Promise<LocalStack> {
  const folder = await mkdtemp(join(tmpdir(), 'endpoint-test-'));
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal });
  const said: string[] = [];
  let url = '';
  const iam = createIam({
    endpoint: () => url,
    defaultAccount: ACCOUNT,
    now,
    log: (line) => said.push(line),
  });
  const endpoint = await startEndpoint({
    port: 0,
    moto: moto.url,
    services: [...iam.services, ...services],
    observers: [...iam.observers, ...observers],
    callerOf: iam.callerOf,
    authorize: iam.authorize,
    log: (line) => said.push(line),
  });
  url = endpoint.url;
  const credentials = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'test' });
  return {
    url,
    iam,
    said,
    client: (accessKeyId = 'test') => ({
      endpoint: url,
      region: REGION,
      credentials: credentials(accessKeyId),
    }),
    environment: (accessKeyId = 'test') => ({
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    }),
    async close() {
      await endpoint.close();
      closing.abort();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
