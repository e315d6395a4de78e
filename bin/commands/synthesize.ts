import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { CONFIG_VARIABLE } from '../../rehearsal/set-up/cdk';
import { appCommand } from './app-command';

const ROOT = join(__dirname, '..', '..');

/**
 * Makes the cloud assembly of a config as `cdk synth` does, in a process of its own, so that the templates are those that
 * would be deployed.
 * @param config absolute path
 * @param folder where the assembly is written
 * @param closing kills the process
 * @throws ExpectedError with the output of the app where it fails
 */
export async function synthesize(config: string, folder: string, closing: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, appCommand(), {
    cwd: ROOT,
    signal: closing,
    stdio: ['ignore', 'ignore', 'pipe'],
    // a picture needs no validated templates, and validation takes longer than all the rest
    env: { ...process.env, CDK_OUTDIR: folder, [CONFIG_VARIABLE]: config, CDK_VALIDATION: 'false' },
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', (error) => (closing.aborted ? done(null) : fail(error)));
    child.on('close', done);
  });
  if (closing.aborted) throw new ExpectedError('drawing was interrupted');
  if (code !== 0) throw new ExpectedError(`the stacks of ${config} cannot be synthesized:\n${errors.trim()}`);
}
