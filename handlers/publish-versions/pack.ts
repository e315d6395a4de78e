import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';

/** A function's code as Lambda takes it. */
export interface PackedCode {
  readonly zip: Uint8Array;
  /** SHA-256 of the zip, base64, as Lambda shows it. */
  readonly sha256: string;
}

/** What a zip says of when a file was changed: it is local time, so that every time zone writes the same. */
const sameTime = (): Date => new Date(1980, 0, 1);

/** Unix, in whose terms the next are. */
const UNIX = 3;

/** A file that everyone may read and run: `bootstrap` of a custom runtime is run. */
const EXECUTABLE = 0o755 << 16;

/**
 * Packs files so that the same files make the same bytes, because Lambda compares code by the hash of its zip: a build's
 * artifact has times in it, and an order of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
 */
export function packFiles(files: Readonly<Record<string, Uint8Array>>): PackedCode {
  const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  return packedOf(zipSync(Object.fromEntries(sorted), { mtime: sameTime(), os: UNIX, attrs: EXECUTABLE }));
}

/** A zip that a build has made is taken as it is. */
export const packedOf = (zip: Uint8Array): PackedCode => ({
  zip,
  sha256: createHash('sha256').update(zip).digest('base64'),
});
