import type { GivenParameter } from '../template/parameters';
import type { Tag } from '../../../kit/resources/tags';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. The query protocol sends scalars as strings. */
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

/** A list in a request; clients send an empty one as an empty string. */
export const listOf = <Item>(value: readonly Item[] | '' | undefined): readonly Item[] =>
  value ? value : [];

/** A boolean in a request. */
export const isTrue = (value: string | boolean | undefined): boolean => String(value) === 'true';
