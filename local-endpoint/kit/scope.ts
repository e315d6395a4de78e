import type { CallContext } from './operation';

/** Whose resources: nearly everything in AWS belongs to one account in one region. */
export interface Scope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** The account and region that a call is made in. */
export const scopeOf = ({ caller, region }: Pick<CallContext, 'caller' | 'region'>): Scope => ({
  account: caller.accountId,
  region,
});
