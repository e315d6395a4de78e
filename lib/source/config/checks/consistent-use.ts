import type { Finding } from '../../../config/check-schema';
import type { Environment } from '../../../config/model';
import { type Path, printPath } from '../../../config/yaml-file';

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
    return other ? disagreement(each, other, what) : [];
  });
}

function disagreement(each: Mention, other: Mention, what: string): Finding[] {
  const says = (existing: boolean) => (existing ? 'existing' : 'made by the factory');
  if (each.existing !== other.existing)
    return [
      {
        path: each.existingAt,
        rule: `${what} ${each.name} is ${says(each.existing)} here, but ${says(other.existing)} ${whereOf(other, each)}`,
      },
    ];
  return each.existing ? [] : [...differentExpiry(each, other, what), ...differentKeep(each, other, what)];
}

function differentExpiry(each: Mention, other: Mention, what: string): Finding[] {
  const { name, expiry } = each;
  if (!expiry || !other.expiry || expiry.days === other.expiry.days) return [];
  const rule = `${what} ${name} keeps untagged images ${expiry.days}d here, but ${other.expiry.days}d ${whereOf(other, each)}`;
  return [{ path: expiry.at, rule }];
}

function differentKeep(each: Mention, other: Mention, what: string): Finding[] {
  const { name, keep } = each;
  if (!keep || !other.keep || keep.images === other.keep.images) return [];
  const rule = `${what} ${name} keeps ${keep.images} tagged images here, but ${other.keep.images} ${whereOf(other, each)}`;
  return [{ path: keep.at, rule }];
}

/** Where another word on the same thing stands; where an environment only varies it, in which environment. */
function whereOf(other: Mention, each: Mention): string {
  const place = printPath(other.nameAt);
  return place === printPath(each.nameAt) ? `in ${other.environment.name}` : `at ${place}`;
}
