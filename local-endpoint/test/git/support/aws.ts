import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pythonTool } from '../../../testing/python-tools';
import { ACCOUNT, type GitEndpoint, REGION } from './endpoint';

/** What the AWS CLI prints, with dummy credentials. */
export async function aws(
  { local }: GitEndpoint,
  ...args: readonly string[]
): Promise<Record<string, unknown>> {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: local.url,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  };
  const { stdout } = await promisify(execFile)(pythonTool('aws'), args, { env });
  return JSON.parse(stdout || '{}') as Record<string, unknown>;
}
