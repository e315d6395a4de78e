import { isProvider } from '../providers/names';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import type { CaseRun } from '../run/case-run';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { FollowUp } from './follow-up';

/** One way to fail, tried at every call of an execution. */
export interface Family {
  readonly name: string;
  /** Continues "at each call". */
  readonly what: string;
  cases(release: RecordedRelease): Iterable<Case> | AsyncIterable<Case>;
}

/** One fault at one place, and what follows it. */
export interface Case {
  /** The same in every run: `KIND/FAMILY/SCENARIO/FUNCTION/INVOCATION.CALL+FOLLOW-UP`. */
  readonly id: string;
  /** What was before {@link from}, for a trace. */
  readonly past: readonly RecordedInvocation[];
  /** The simulated account that it starts from; it is not to be changed. */
  readonly from: SimulatedAccount;
  /** Plays on until the fault is over, in a copy of that simulated account. */
  begin(caseRun: CaseRun): Promise<void>;
  readonly followUp: FollowUp;
}

/** @param call number of the call that meets the fault; 0 is before the first */
export const caseId = (
  { scenario: { kind, name } }: RecordedRelease,
  family: string,
  { invocation, number }: RecordedInvocation,
  call: number,
  followUp = '',
): string => `${kind}/${family}/${name}/${invocation.action}/${number}.${call}${followUp && `+${followUp}`}`;

/** Those of functions: what AWS's own services do has no process that can end, and is not delivered. */
export const ofFunctions = <T extends RecordedInvocation>(invocations: readonly T[]): readonly T[] =>
  invocations.filter(({ invocation: { action } }) => !isProvider(action));

/** The invocations of a recording before one of them. */
export const pastOf = (
  invocations: readonly RecordedInvocation[],
  at: RecordedInvocation,
): readonly RecordedInvocation[] => invocations.slice(0, invocations.indexOf(at));

/** The same with the calls of that one up to one of them. */
export const pastUpTo = (
  invocations: readonly RecordedInvocation[],
  at: RecordedInvocation,
  call: number,
): readonly RecordedInvocation[] => [...pastOf(invocations, at), { ...at, calls: at.calls.slice(0, call) }];

/** The execution that an invocation works for; for one without a job, the one that is proven. */
export function executionOf(
  { executionId }: RecordedRelease,
  { invocation: { event }, before: { pipeline } }: RecordedInvocation,
): string {
  const id = (event as { 'CodePipeline.job'?: { readonly id: string } })['CodePipeline.job']?.id;
  const job = pipeline.jobs.find((one) => one.id === id);
  return pipeline.actions.find((run) => run.id === job?.action)?.execution ?? executionId;
}
