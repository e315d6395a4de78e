/** Where stacks are deployed to, and where dummy credentials work. */
export interface AccountRegion {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** Each account and region once, in the order of their first appearance. */
export function distinctAccountRegions(all: readonly AccountRegion[]): AccountRegion[] {
  const byKey = new Map(all.map(({ account, region }) => [`${account}/${region}`, { account, region }]));
  return [...byKey.values()];
}
