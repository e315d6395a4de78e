import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bundleCache } from './bundle-cache';
import { bundleHandler } from './bundle-handler';

const HANDLERS = resolve(__dirname, '../../handlers');

const bundles = new Map<string, Uint8Array>();

const cache = bundleCache({
  kind: 'handlers',
  sources: [HANDLERS, join(__dirname, 'bundle-handler.ts')],
  packages: resolve(__dirname, '../../node_modules'),
});

/**
 * The code of `handlers/<name>/handler.ts` as one small ES module, which exports `handler`. It is built here, in this
 * process, so that a synthesis needs neither Docker nor a build step before it; the same source gives the same asset.
 * @param name of the handler's folder
 * @throws Error where there is no such handler
 */
export function handlerCode(scope: Construct, name: string): CfnFunction.CodeProperty {
  const code = handlerBundle(name);
  const sourceHash = createHash('sha256').update(code).digest('hex');
  const fileName = `asset.${sourceHash}`;
  const stack = Stack.of(scope);
  const folder = join(assetFolder(scope), fileName);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), code);
  const { bucketName, objectKey } = stack.synthesizer.addFileAsset({
    sourceHash,
    fileName,
    packaging: FileAssetPackaging.ZIP_DIRECTORY,
    displayName: `${name} handler`,
  });
  return { s3Bucket: bucketName, s3Key: objectKey };
}

/** The module itself. @throws Error where there is no such handler */
export function handlerBundle(name: string): Uint8Array {
  const known = bundles.get(name);
  if (known) return known;
  const entryPoint = join(HANDLERS, name, 'handler.ts');
  if (!existsSync(entryPoint)) throw new Error(`a handler must be handlers/<name>/handler.ts, got: ${name}`);
  const code = cache(name, () => bundleHandler(HANDLERS, entryPoint));
  bundles.set(name, code);
  return code;
}

function assetFolder(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`handler code must be in an app, got: ${scope.node.path}`);
  return stage.assetOutdir;
}
