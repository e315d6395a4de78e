import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { AwsError } from '../../../kit/aws-error';
import type { ServiceContext } from '../../../kit/context';

/** Where a call of CreateFunction or UpdateFunctionCode says the code is. */
export interface CodeSource {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  /** A zip; base64 text where it came as JSON. */
  readonly ZipFile?: string | Uint8Array;
}

/** Function code, unpacked once and found again by its hash, which every version's configuration carries. */
export class CodeStore {
  private readonly folders = new Map<string, string>();

  constructor(private readonly context: ServiceContext) {}

  /**
   * Takes a function's code when it is deployed, as Lambda copies it then.
   * @param sha256 the CodeSha256 that the configuration says @default - whatever the code has
   * @throws AwsError InvalidParameterValueException for what is no zip
   */
  async keep(account: string, region: string, source: CodeSource, sha256?: string): Promise<void> {
    const zip = await this.read(account, region, source);
    if (!zip) return;
    const hash = createHash('sha256').update(zip);
    const folder = join(this.context.folder, 'lambda', hash.copy().digest('hex'));
    const known = hash.digest('base64');
    if (sha256 && sha256 !== known)
      throw new AwsError('InvalidParameterValueException', `The code's SHA-256 is ${known}, got: ${sha256}`);
    if (!this.folders.has(known)) await unpack(zip, folder);
    this.folders.set(known, folder);
  }

  /** The folder with the code of that CodeSha256, or nothing where none was deployed through this endpoint. */
  folder(sha256: string): string | undefined {
    return this.folders.get(sha256);
  }

  private async read(account: string, region: string, source: CodeSource): Promise<Uint8Array | undefined> {
    if (source.ZipFile !== undefined)
      return typeof source.ZipFile === 'string' ? Buffer.from(source.ZipFile, 'base64') : source.ZipFile;
    if (!source.S3Bucket || !source.S3Key) return undefined;
    const client = new S3Client({ ...this.context.aws.asService(account, region), forcePathStyle: true });
    const location = { Bucket: source.S3Bucket, Key: source.S3Key, VersionId: source.S3ObjectVersion };
    const object = await client.send(new GetObjectCommand(location));
    return object.Body?.transformToByteArray();
  }
}

async function unpack(zip: Uint8Array, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(entries(zip))) {
    const path = join(folder, name);
    if (name.endsWith('/') || relative(folder, path).startsWith('..')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

function entries(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch {
    throw new AwsError(
      'InvalidParameterValueException',
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
}
