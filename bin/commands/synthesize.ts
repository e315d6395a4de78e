import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

const ROOT = join(__dirname, '..', '..');

/**
 * Makes the cloud assembly of a spec as `cdk synth` does, in a process of its own: what is read afterwards is what
 * would be deployed, not what this process knows.
 * @param spec absolute path
 * @param folder where the assembly goes
 * @param closing ends the process
 * @throws ExpectedError with what the app printed, where it fails
 */
export async function synthesize(spec: string, folder: string, closing: AbortSignal): Promise<void> {
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', loader, join(ROOT, 'bin', 'factory.ts')], {
    cwd: ROOT,
    signal: closing,
    stdio: ['ignore', 'ignore', 'pipe'],
    // a picture needs no validation of templates, which takes longer than all the rest
    env: { ...process.env, CDK_OUTDIR: folder, PIPELINE_FACTORY_SPEC: spec, CDK_VALIDATION: 'false' },
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
  if (code !== 0) throw new ExpectedError(`the stacks of ${spec} cannot be made:\n${errors.trim()}`);
}
