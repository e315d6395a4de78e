import type { CallContext } from './operation';

/** An account and a region, to which nearly every resource belongs. */
export interface Scope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** The account and region of a call. */
export const scopeOf = ({ caller, region }: Pick<CallContext, 'caller' | 'region'>): Scope => ({
  account: caller.accountId,
  region,
});
