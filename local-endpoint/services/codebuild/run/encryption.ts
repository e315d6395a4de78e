import type { Provisioned } from './run';

/** AWS's own key for S3, which is a project's unless it names another. */
const STANDARD_KEY = /(^|:)alias\/aws\/s3$/;

/** The customer's key that artifacts are encrypted with. @returns undefined for AWS's own, which needs no rights */
export function kmsKeyOf({ record }: Pick<Provisioned, 'record'>): string | undefined {
  const { encryptionKey } = record.project;
  return STANDARD_KEY.test(encryptionKey) ? undefined : encryptionKey;
}
