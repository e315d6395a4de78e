import type { GetObjectRequest } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError, type Store } from '../store';

/** Objects that are zip archives, as artifacts are. */
export const s3: Store = { operations: { GetObject: getObject } };

/** Archives by their content, which is zipped once. */
const zipped = new Map<string, Uint8Array>();

function getObject({ s3: objects = {} }: SimulatedAccount, { Bucket, Key }: GetObjectRequest): object {
  const files = objects[`${Bucket}/${Key}`];
  if (!files) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const bytes = zip(files);
  return { ContentLength: bytes.length, Body: { transformToByteArray: async () => bytes } };
}

function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const text = JSON.stringify(files);
  const known = zipped.get(text);
  if (known) return known;
  const made = zipSync(
    Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)])),
  );
  zipped.set(text, made);
  return made;
}
