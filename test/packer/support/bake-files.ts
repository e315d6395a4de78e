import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { REGION } from '@pipeline-factory/local-endpoint/testing';
import { strToU8, zipSync } from 'fflate';
import type { Asset } from './bake-template';

/** Uploads an asset to its bucket, which it creates. */
export async function upload(s3: S3Client, { bucket, key, folder }: Asset): Promise<void> {
  await s3
    .send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    )
    .catch((error: Error) => {
      if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
    });
  const files = Object.fromEntries(
    filesBelow(folder).map((file) => [relative(folder, file), readFileSync(file)] as const),
  );
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: zipSync(files, { level: 1 }) }));
}

const filesBelow = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesBelow(join(path, name))) : [path];

/** An archive of files. @param files text by path */
export const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** Writes files into a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
