import type { RecordedInvocation, RecordedRelease } from '../run/record';
import type { Scene } from '../run/scene';
import type { World } from '../world/world';
import type { FollowUp } from './follow-up';

/** One way to fail, tried at every call of a release. */
export interface Family {
  readonly name: string;
  /** Continues "at each call". */
  readonly what: string;
  cases(release: RecordedRelease): readonly Case[];
}

/** One fault at one place, and what follows it. */
export interface Case {
  /** The same in every run: `KIND/FAMILY/FUNCTION/INVOCATION.CALL+FOLLOW-UP`. */
  readonly id: string;
  /** The invocation that meets the fault. */
  readonly at: RecordedInvocation;
  /** The world that it starts from; it is not to be changed. */
  readonly from: World;
  /** Plays on until the fault is over, in a copy of that world. */
  begin(scene: Scene): Promise<void>;
  readonly followUp: FollowUp;
}

/** @param call number of the call that meets the fault; 0 is before the first */
export const caseId = (
  { kind }: RecordedRelease,
  family: string,
  { invocation, number }: RecordedInvocation,
  call: number,
  followUp = '',
): string => `${kind.name}/${family}/${invocation.action}/${number}.${call}${followUp && `+${followUp}`}`;
