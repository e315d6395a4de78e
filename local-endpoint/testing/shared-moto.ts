import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMoto, startMoto } from '../moto/moto';

let started: Promise<RunningMoto> | undefined;

/**
 * The one moto of this Jest worker. The first call starts it; it ends with the worker, however that ends.
 * @returns its base URL
 */
export async function sharedMoto(): Promise<string> {
  started ??= start();
  return (await started).url;
}

async function start(): Promise<RunningMoto> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-factory-moto-'));
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal, background: true });
  process.once('beforeExit', () => {
    const alive = setInterval(() => undefined, 1_000);
    void moto.ended.then(() => clearInterval(alive));
    closing.abort();
  });
  return moto;
}
