import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PolicyValidationStack } from 'aws-cdk-lib';

/**
 * How long a template counts as clean, in milliseconds. A validator of one version may still judge by today's date, for
 * example a runtime that AWS no longer supports.
 */
const MAX_AGE = 7 * 24 * 3_600_000;

/** The oldest are forgotten first. */
const MAX_TEMPLATES = 2_000;

/** Which templates the validator has found clean. */
export interface CleanTemplates {
  /** Differs whenever the template, its account or region, or the validator differ; undefined where that is not known. */
  readonly keyOf: (stack: PolicyValidationStack) => string | undefined;
  readonly has: (key: string | undefined) => boolean;
  readonly add: (keys: readonly (string | undefined)[]) => void;
}

/** Where CDK and its validator are installed. */
export interface CdkPackages {
  /** The `node_modules` with CDK. */
  readonly folder: string;
  /** The `package.json` of CDK and of its validator, with their versions. */
  readonly manifests: readonly string[];
}

/** @returns undefined where CDK has another validator, or another way to install it, than is known here */
export function packagesOfCdk(): CdkPackages | undefined {
  try {
    const cdk = require.resolve('aws-cdk-lib/package.json');
    const validator = createRequire(cdk).resolve('@aws/cloudformation-validate/package.json');
    return { folder: join(dirname(cdk), '..'), manifests: [cdk, validator] };
  } catch {
    return undefined;
  }
}

/**
 * Remembers clean templates between syntheses, in `node_modules/.cache`: whoever may write there may replace the validator
 * too. Each is an empty file that is named by a hash, so that nothing can be read in part, and what is damaged or of another
 * version is not found. Nothing is remembered where the folder cannot be written.
 * @param packages undefined: nothing is remembered
 */
export function cleanTemplates(
  packages: CdkPackages | undefined,
  now: () => number = Date.now,
): CleanTemplates {
  if (!packages) return { keyOf: () => undefined, has: () => false, add: () => undefined };
  const folder = join(packages.folder, '.cache', 'pipeline-factory', 'clean-templates');
  const validator = packages.manifests.map((file) => readFileSync(file, 'utf8'));
  return {
    keyOf: ({ templatePath, accountId, region }) =>
      createHash('sha256')
        .update(JSON.stringify([validator, accountId, region]))
        .update(readFileSync(templatePath))
        .digest('hex'),
    has: (key) => key !== undefined && isNew(join(folder, key), now()),
    add: (keys) => {
      try {
        mkdirSync(folder, { recursive: true });
        forget(folder, now() - MAX_AGE);
        for (const key of keys) if (key !== undefined) writeFileSync(join(folder, key), '');
      } catch {
        // the next synthesis validates again
      }
    },
  };
}

function isNew(path: string, now: number): boolean {
  try {
    const file = lstatSync(path);
    return file.isFile() && Math.abs(now - file.mtimeMs) < MAX_AGE;
  } catch {
    return false;
  }
}

/** Removes what is too old, and the oldest beyond the limit. */
function forget(folder: string, oldest: number): void {
  const files = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), made: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.made - one.made);
  for (const [index, { path, made }] of files.entries())
    if (made < oldest || index >= MAX_TEMPLATES) rmSync(path, { recursive: true, force: true });
}
