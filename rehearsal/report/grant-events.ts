/** A grant was missing once, and has been given back. Emitted only where the rehearsal takes grants away. */
export interface GrantTried {
  readonly type: 'grant-tried';
  /** Name of the role. */
  readonly role: string;
  /** Name of its policy, and the statement's `Sid`, or its index. */
  readonly policy: string;
  readonly statement: string;
  /** The action of the statement, or its pattern. */
  readonly pattern: string;
  /** The first call that was refused for it: an action, and the ARN of a resource. */
  readonly action: string;
  readonly resource: string;
  /** All calls that were refused for it alone, and those that its role was refused meanwhile for another reason. */
  readonly refused: readonly RefusedCall[];
  readonly refusedAnyway: readonly RefusedCall[];
  /** The pipeline that failed, `Stage / Action`, and the action's message. @default - no execution failed */
  readonly pipeline?: string;
  readonly failed?: string;
  readonly message?: string;
  /** Name of the CodeBuild project that the failed action ran. @default - it ran none */
  readonly build?: string;
  /** Where no execution failed: the expectations that the step did not meet. */
  readonly missed?: readonly string[];
}

/** A call that was refused: an action, and the ARN of a resource, or `*`. */
export interface RefusedCall {
  readonly action: string;
  readonly resource: string;
}

/** Emitted only where every expectation was met. */
export interface GrantsChecked {
  readonly type: 'grants-checked';
  /** Grants of the pipelines' roles that no call needed. */
  readonly unused: readonly UnusedRoleGrant[];
}

/** Actions that a statement of a role's policy allows, and that no call needed. */
interface UnusedRoleGrant {
  /** Name of the role. */
  readonly role: string;
  readonly statement: string;
  /** Whether no call needed anything of the statement. */
  readonly whole: boolean;
  readonly actions: readonly string[];
}
