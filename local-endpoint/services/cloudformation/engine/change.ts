import type { JsonObject } from '../../../kit/resources/json';

/** What a change set would do to one resource. */
export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** Only for `Modify`. */
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly policyAction?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain';
  /** Only for `Modify`. */
  readonly details: readonly ChangeDetail[];
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

/** One property or attribute of a resource that changes. */
export interface ChangeDetail {
  readonly attribute: 'Properties' | 'DeletionPolicy' | 'UpdateReplacePolicy';
  /** The property. @default - the attribute as a whole */
  readonly name?: string;
  readonly recreation: 'Never' | 'Always' | 'Conditionally';
  /** `Dynamic` where the value is known only once another resource has changed. */
  readonly evaluation: 'Static' | 'Dynamic';
  readonly before?: string;
  readonly after?: string;
}
