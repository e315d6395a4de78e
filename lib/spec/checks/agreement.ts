import type { Finding } from '../issues';
import type { Environment } from '../model';
import { type Path, printPath } from '../yaml-file';

/** One pipeline's word on a repository or bucket. */
export interface Mention {
  readonly name: string;
  readonly environment: Environment;
  readonly existing: boolean;
  readonly existingAt: Path;
  readonly nameAt: Path;
  /** @default - buckets have none */
  readonly expiry?: { readonly days: number; readonly at: Path };
  /** @default - nothing is said of how many images are kept */
  readonly keep?: { readonly images: number; readonly at: Path };
}

/** No two words on the same thing in one place differ. @param what it is, for the message */
export function agreement(mentions: readonly Mention[], what: string): Finding[] {
  const first = new Map<string, Mention>();
  return mentions.flatMap((each) => {
    const { account, region } = each.environment;
    const key = `${account} ${region} ${each.name}`;
    const other = first.get(key);
    if (!other) first.set(key, each);
    if (!other || printPath(other.nameAt) === printPath(each.nameAt)) return [];
    return disagreement(each, other, what);
  });
}

function disagreement(each: Mention, other: Mention, what: string): Finding[] {
  const there = printPath(other.nameAt);
  const says = (existing: boolean) => (existing ? 'existing' : 'made by the factory');
  if (each.existing !== other.existing)
    return [
      {
        path: each.existingAt,
        rule: `${what} ${each.name} is ${says(each.existing)} here, but ${says(other.existing)} at ${there}`,
      },
    ];
  return each.existing ? [] : [...differentExpiry(each, other, what), ...differentKeep(each, other, what)];
}

function differentExpiry({ name, expiry }: Mention, other: Mention, what: string): Finding[] {
  if (!expiry || !other.expiry || expiry.days === other.expiry.days) return [];
  const rule = `${what} ${name} keeps untagged images ${expiry.days}d here, but ${other.expiry.days}d at ${printPath(other.nameAt)}`;
  return [{ path: expiry.at, rule }];
}

function differentKeep({ name, keep }: Mention, other: Mention, what: string): Finding[] {
  if (!keep || !other.keep || keep.images === other.keep.images) return [];
  const rule = `${what} ${name} keeps ${keep.images} tagged images here, but ${other.keep.images} at ${printPath(other.nameAt)}`;
  return [{ path: keep.at, rule }];
}
