import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { writeModules } from './bundling/write-modules';
import { handlerBundle } from './handler-bundle';

/**
 * The code of `handlers/<name>/handler.ts` as an asset of small ES modules; the same source gives the same asset.
 * @param name of the handler's folder
 * @throws Error where there is no such handler
 */
export function handlerCode(scope: Construct, name: string): CfnFunction.CodeProperty {
  const modules = handlerBundle(name);
  const sourceHash = createHash('sha256').update(JSON.stringify(modules)).digest('hex');
  const fileName = `asset.${sourceHash}`;
  const stack = Stack.of(scope);
  writeModules(join(assetFolder(scope), fileName), modules);
  const { bucketName, objectKey } = stack.synthesizer.addFileAsset({
    sourceHash,
    fileName,
    packaging: FileAssetPackaging.ZIP_DIRECTORY,
    displayName: `${name} handler`,
  });
  return { s3Bucket: bucketName, s3Key: objectKey };
}

function assetFolder(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`handler code must be in an app, got: ${scope.node.path}`);
  return stage.assetOutdir;
}
