import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Cdk from 'aws-cdk-lib';
import type * as HandlerCode from '../../lib/foundation/handler-code';
import { answerProbe } from './probe';

/** A handler to bundle as a synthesis does, into the assets of a folder. */
export interface BundleQuestion {
  readonly handler: string;
  readonly outdir: string;
}

export interface BundleAnswer {
  /** Of the function's code. */
  readonly folder: string;
}

answerProbe(async ({ handler, outdir }: BundleQuestion): Promise<BundleAnswer> => {
  const side = process.cwd();
  const path = join(side, 'lib/foundation/handler-code.ts');
  const { handlerCode } = (await import(path)) as typeof HandlerCode;
  const { App, Stack } = createRequire(path)('aws-cdk-lib') as typeof Cdk;
  handlerCode(new Stack(new App({ outdir }), 'Bundle'), handler);
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.'));
  if (!asset) throw new Error(`A synthesis must write an asset for the handler ${handler}, got: none`);
  return { folder: join(outdir, asset) };
});
