import type { Diagnostic } from '../../../config/diagnostic';
import type { Environment } from '../../../config/model';
import { type Path, printPath } from '../../../config/path';

/** What one pipeline configures of a repository or bucket. */
export interface ResourceUse {
  readonly name: string;
  readonly environment: Environment;
  readonly existing: boolean;
  readonly existingAt: Path;
  readonly nameAt: Path;
  /** @default - buckets have none */
  readonly expiry?: { readonly days: number; readonly at: Path };
  /** @default - all images are kept */
  readonly keep?: { readonly images: number; readonly at: Path };
}

/** Uses of the same thing in one account and region do not contradict each other. @param what it is, for the message */
export function checkConsistency(uses: readonly ResourceUse[], what: string): Diagnostic[] {
  const first = new Map<string, ResourceUse>();
  return uses.flatMap((each) => {
    const { account, region } = each.environment;
    const key = `${account} ${region} ${each.name}`;
    const other = first.get(key);
    if (!other) first.set(key, each);
    return other ? contradictions(each, other, what) : [];
  });
}

function contradictions(each: ResourceUse, other: ResourceUse, what: string): Diagnostic[] {
  const owner = (existing: boolean) => (existing ? 'existing' : 'made by the factory');
  if (each.existing !== other.existing)
    return [
      {
        path: each.existingAt,
        rule: `${what} ${each.name} is ${owner(each.existing)} here, but ${owner(other.existing)} ${whereOf(other, each)}`,
      },
    ];
  return each.existing ? [] : [...differentExpiry(each, other, what), ...differentKeep(each, other, what)];
}

function differentExpiry(each: ResourceUse, other: ResourceUse, what: string): Diagnostic[] {
  const { name, expiry } = each;
  if (!expiry || !other.expiry || expiry.days === other.expiry.days) return [];
  const rule = `${what} ${name} keeps untagged images ${expiry.days}d here, but ${other.expiry.days}d ${whereOf(other, each)}`;
  return [{ path: expiry.at, rule }];
}

function differentKeep(each: ResourceUse, other: ResourceUse, what: string): Diagnostic[] {
  const { name, keep } = each;
  if (!keep || !other.keep || keep.images === other.keep.images) return [];
  const rule = `${what} ${name} keeps ${keep.images} tagged images here, but ${other.keep.images} ${whereOf(other, each)}`;
  return [{ path: keep.at, rule }];
}

/** Where another use is configured; where an environment only varies it, in which environment. */
function whereOf(other: ResourceUse, each: ResourceUse): string {
  const path = printPath(other.nameAt);
  return path === printPath(each.nameAt) ? `in ${other.environment.name}` : `at ${path}`;
}
