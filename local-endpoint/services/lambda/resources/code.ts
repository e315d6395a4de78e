import { strToU8, zipSync } from 'fflate';

/** `Code` of a function as templates write it. */
export interface Code {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
  /** The source text of `index`, which CloudFormation packs itself. */
  readonly ZipFile?: string;
}

/** The code as Lambda's API has it. */
export function packedCode(
  { ZipFile, ...code }: Code,
  runtime = '',
): Omit<Code, 'ZipFile'> & { ZipFile?: Uint8Array } {
  if (ZipFile === undefined) return code;
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js';
  return { ZipFile: zipSync({ [file]: strToU8(ZipFile) }, { mtime: PACKED_AT }) };
}

/** The oldest time a zip can hold, so that the same source is the same package. */
const PACKED_AT = '1980-01-01T12:00:00';
