import type { GivenParameter } from '../template/parameters';
import type { Tag } from '../engine/desired';

/** The part of CreateStack, UpdateStack and CreateChangeSet that says what a stack is to be. Scalars are strings. */
export interface StackRequest {
  readonly StackName?: string;
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: string;
  readonly Parameters?: readonly GivenParameter[] | '';
  readonly Capabilities?: readonly string[] | '';
  readonly Tags?: readonly Tag[] | '';
  readonly NotificationARNs?: readonly string[] | '';
  readonly RoleARN?: string;
  readonly DisableRollback?: string;
  readonly OnFailure?: string;
  readonly OnStackFailure?: string;
  readonly StackPolicyBody?: string;
  readonly ResourcesToImport?: readonly unknown[] | '';
  readonly RollbackConfiguration?: { readonly RollbackTriggers?: readonly unknown[] | '' };
}

/** A list of a request; an empty one is sent as an empty text. */
export const listOf = <Item>(value: readonly Item[] | '' | undefined): readonly Item[] =>
  value ? value : [];

/** A truth value of a request. */
export const isTrue = (value: string | boolean | undefined): boolean => String(value) === 'true';
