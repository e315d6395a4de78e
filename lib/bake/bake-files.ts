import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bakeProgram } from './bake-program';
import { COPIED } from './copied';

const PACKER = resolve(__dirname, '../../packer');

/** Where the zip of what a bake works with is. */
export interface BakeFiles {
  readonly bucket: string;
  readonly key: string;
}

/**
 * What is in `packer/`, with its program as one file, as an asset of the stack: the build's source is the team's commit.
 * The same files give the same asset.
 */
export function bakeFiles(scope: Construct): BakeFiles {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`a bake must be in an app, got: ${scope.node.path}`);
  const program = bakeProgram();
  const sourceHash = createHash('sha256').update(program);
  for (const file of COPIED.flatMap((name) => filesBelow(join(PACKER, name))).sort())
    sourceHash.update(`\0${relative(PACKER, file)}\0`).update(readFileSync(file));
  const hash = sourceHash.digest('hex');
  const fileName = `asset.${hash}`;
  const folder = join(stage.assetOutdir, fileName);
  mkdirSync(folder, { recursive: true });
  for (const name of COPIED) cpSync(join(PACKER, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'bake.mjs'), program);
  const { bucketName, objectKey } = Stack.of(scope).synthesizer.addFileAsset({
    sourceHash: hash,
    fileName,
    packaging: FileAssetPackaging.ZIP_DIRECTORY,
    displayName: 'bake',
  });
  return { bucket: bucketName, key: objectKey };
}

function filesBelow(path: string): string[] {
  const entries = readdirSync(join(path, '..'), { withFileTypes: true });
  const own = entries.find((entry) => join(path, '..', entry.name) === path);
  if (!own) throw new Error(`packer/ must have ${relative(PACKER, path)}, got: none`);
  if (!own.isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}
