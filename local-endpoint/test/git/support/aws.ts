import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pythonTool } from '../../../testing';
import type { GitEndpoint } from './endpoint';

/** What the AWS CLI prints, with dummy credentials. */
export async function aws(
  { local }: GitEndpoint,
  ...args: readonly string[]
): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(pythonTool('aws'), args, { env: local.environment() });
  return JSON.parse(stdout || '{}') as Record<string, unknown>;
}
