import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

const HANDLERS = resolve(__dirname, '../../handlers');

/** ES modules have no `require`, which some of the SDK's dependencies still call. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const bundles = new Map<string, Uint8Array>();

/**
 * The code of `handlers/<name>/handler.ts` as one small ES module, which exports `handler`. It is built here, in this
 * process, so that a synthesis needs neither Docker nor a build step before it; the same source gives the same asset.
 * @param name of the handler's folder
 * @throws Error where there is no such handler
 */
export function handlerCode(scope: Construct, name: string): CfnFunction.CodeProperty {
  const code = bundle(name);
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

function bundle(name: string): Uint8Array {
  const known = bundles.get(name);
  if (known) return known;
  const entryPoint = join(HANDLERS, name, 'handler.ts');
  if (!existsSync(entryPoint)) throw new Error(`a handler must be handlers/<name>/handler.ts, got: ${name}`);
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    legalComments: 'none',
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild must emit one file for handler ${name}, got: none`);
  bundles.set(name, output.contents);
  return output.contents;
}

function assetFolder(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`handler code must be in an app, got: ${scope.node.path}`);
  return stage.assetOutdir;
}
