/**
 * What happens to a call that a rule is for. The families of `npm run prove` have the same names: `500`, `throttled`,
 * `dropped`, `stale`; `killed` is what its `kill-after` does.
 */
export const FAULT_EFFECTS = {
  throttled: 'it is refused as one too many, with the error that the service has for it',
  '500': 'it is answered with an internal error, and has no effect',
  denied: 'it is refused as a policy refuses it',
  dropped: 'it takes effect, and the connection drops before the answer',
  'dropped-before': 'the connection drops before it takes effect',
  delayed: 'it waits before it takes effect',
  stale: 'a read is answered as the one before it with the same input was',
  killed: 'it takes effect, and the function or build that makes it is killed before the answer',
  'killed-before': 'the function or build that makes it is killed before it takes effect',
} as const;

export type FaultEffect = keyof typeof FAULT_EFFECTS;

/** Which calls meet a fault, and what happens to them. */
export interface FaultRule {
  /** How people know it: as it was written. */
  readonly text: string;
  /** By its name in IAM actions: `elasticloadbalancing`. */
  readonly service: string;
  /** By its API name: `PutParameter`. */
  readonly operation: string;
  /**
   * Who calls: the name of a function, role or role session, or the end of it after a hyphen; `ROLE/SESSION`; or `root`, the
   * credentials without a role. @default - whoever calls over a connection: functions, builds, cdk, aws and other programs,
   * but not the services of the endpoint themselves
   */
  readonly from?: string;
  /** The first and last of the calls that meet it, from 1; repeated attempts are one call. @default - every call */
  readonly calls?: { readonly first: number; readonly last: number };
  /** How many attempts of each such call meet it, where a client repeats what failed. @default - every attempt */
  readonly attempts?: number;
  readonly effect: FaultEffect;
  /** How long {@link effect} `delayed` waits, by the endpoint's clock. @default 0 */
  readonly delaySeconds?: number;
}

/** A call that met a fault. */
export interface InjectedFault {
  readonly rule: FaultRule;
  /** ARN, or the principal of an AWS service. */
  readonly caller: string;
  /** Which of the rule's calls it is, from 1. */
  readonly call: number;
  /** Which attempt at it, from 1. */
  readonly attempt: number;
}

/** A rule that no call has met. */
export interface UnmatchedFault {
  readonly rule: FaultRule;
  /** Calls of the operation, whoever made them. */
  readonly ofOperation: number;
  /** Those of them that were made by the callers that the rule is for. */
  readonly ofCaller: number;
  /** Those of them that would have met it, had they not been the first with their input: only `stale` needs an earlier one. */
  readonly first: number;
  /** Who made the others, by the names that a rule can have. */
  readonly otherCallers: readonly string[];
}

/** A fault in one line: `throttled: ssm:PutParameter, call 2, of shop-fleet-prd/shop-foundation-prd-shift-traffic`. */
export function describeFault(fault: {
  readonly effect: string;
  readonly service: string;
  readonly operation: string;
  readonly call: number;
  readonly attempt: number;
  readonly caller: string;
}): string {
  const { effect, service, operation, call, attempt, caller } = fault;
  const repeated = attempt > 1 ? `, attempt ${attempt}` : '';
  const who = caller.replace(/^arn:[^/]*:(?:assumed-role\/)?/, '');
  return `${effect}: ${service}:${operation}, call ${call}${repeated}, of ${who}`;
}
