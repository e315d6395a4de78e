import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const PROGRAM = join(__dirname, '../../bin/local-endpoint.ts');

const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], { stdio: 'pipe' });

/** All that a stream of the program prints until it ends. */
const textOf = async (stream: ChildProcess['stdout']): Promise<string> =>
  Buffer.concat((await stream?.toArray()) ?? []).toString();

describe('the program', () => {
  const mistakes = [
    { args: ['--speed', '0'], message: 'error: --speed must be a number from 1 to 1000, got: 0' },
    { args: ['--port', 'http'], message: 'error: --port must be a number from 0 to 65535, got: http' },
    { args: ['--account', '1'], message: 'error: --account must be twelve digits, got: 1' },
    { args: ['--sped', '2'], message: "error: Unknown option '--sped'" },
  ];
  it.each(mistakes)('refuses $args', async ({ args, message }) => {
    const program = start(...args);
    const [text, exit] = await Promise.all([textOf(program.stderr), once(program, 'exit')]);
    expect(text).toContain(message);
    expect(exit).toEqual([1, null]);
  });

  it('prints how to reach it, serves, and ends when it is asked to', async () => {
    const program = start('--port', '0', '--account', '222222222222');
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      program.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const found =
          /^# .* run on this machine as you, .*: never rehearse code that you do not trust\.\n[^]*export AWS_ENDPOINT_URL=(\S+) .*\nexport AWS_ACCESS_KEY_ID=222222222222/.exec(
            printed,
          );
        if (found?.[1]) resolve(found[1]);
      });
      program.once('exit', () => reject(new Error(`ended early: ${printed}`)));
    });
    const credentials = { accessKeyId: 'dummy', secretAccessKey: 'dummy' };
    const sts = new STSClient({ endpoint: url, region: 'us-east-1', credentials });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('222222222222');
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([0, null]);
  });
});
