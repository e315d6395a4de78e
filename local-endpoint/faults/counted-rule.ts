import type { ApiCall } from '../kit/call';
import { callerName, isFrom } from './caller';
import type { FaultEffect, FaultRule, InjectedFault, UnmatchedFault } from './rule';

/** Calls beyond that number are forgotten, the oldest first: a client repeats a call within seconds. */
const MAX_CALLS = 1_000;

/** As many other callers as a message can name. */
const MAX_CALLERS = 5;

/** Effects that a client's next attempt does not meet: the family `dropped` of `npm run prove` is the same. */
const ONCE: ReadonlySet<FaultEffect> = new Set(['dropped', 'dropped-before', 'delayed', 'stale']);

/** A rule, and which calls it has been asked about. */
export class CountedRule {
  private ofOperation = 0;
  private ofCaller = 0;
  private injected = 0;
  private first = 0;
  private readonly otherCallers = new Set<string>();
  /** Of calls that clients may repeat, by the id that all attempts have. */
  private readonly attempts = new Map<string, { readonly call: number; attempt: number }>();

  constructor(readonly rule: FaultRule) {}

  /** Whether it is for the operation of a call, whoever makes it. */
  isFor({ service, operation }: Pick<ApiCall, 'service' | 'operation'>): boolean {
    return service === this.rule.service && operation === this.rule.operation;
  }

  /**
   * Counts a call.
   * @param mayMeet whether the effect is possible for its caller
   * @param isFirst whether no call with its input came before
   * @returns the fault that it meets
   */
  meet(call: ApiCall, isInProcess: boolean, mayMeet: boolean, isFirst: boolean): InjectedFault | undefined {
    const { rule } = this;
    if (!this.isFor(call)) return undefined;
    const { caller } = call.context;
    const isRepeated = this.attempts.has(invocationOf(call) ?? '');
    if (!isRepeated) this.ofOperation += 1;
    if (!mayMeet || !isFrom(caller, rule.from, isInProcess)) {
      if (this.otherCallers.size < MAX_CALLERS) this.otherCallers.add(callerName(caller));
      return undefined;
    }
    const counted = this.count(call);
    const { first, last } = rule.calls ?? { first: 1, last: Number.POSITIVE_INFINITY };
    const most = rule.attempts ?? (ONCE.has(rule.effect) ? 1 : Number.POSITIVE_INFINITY);
    if (counted.call < first || counted.call > last || counted.attempt > most) return undefined;
    if (rule.effect === 'stale' && isFirst) {
      this.first += 1;
      return undefined;
    }
    this.injected += 1;
    return { rule, caller: caller.servicePrincipal ?? caller.arn, ...counted };
  }

  /** @returns undefined where a call has met it */
  unmatched(): UnmatchedFault | undefined {
    if (this.injected > 0) return undefined;
    const { rule, ofOperation, ofCaller, first } = this;
    return { rule, ofOperation, ofCaller, first, otherCallers: [...this.otherCallers] };
  }

  private count(call: ApiCall): { readonly call: number; readonly attempt: number } {
    const id = invocationOf(call);
    const known = id === undefined ? undefined : this.attempts.get(id);
    if (known) {
      known.attempt += 1;
      return { ...known };
    }
    this.ofCaller += 1;
    const counted = { call: this.ofCaller, attempt: 1 };
    if (id !== undefined) this.attempts.set(id, { ...counted });
    if (this.attempts.size > MAX_CALLS) this.attempts.delete([...this.attempts.keys()][0] ?? '');
    return counted;
  }
}

/** SDKs and the AWS CLI send it with each attempt at a call. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const invocationOf = ({ request }: ApiCall): string | undefined =>
  request.headers.get('amz-sdk-invocation-id') ?? undefined;
