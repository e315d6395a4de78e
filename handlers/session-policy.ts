/** Characters. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const MAX_SESSION_POLICY_LENGTH = 2048;

/**
 * The policy of a session that may do these actions and nothing else. It names no resources: a session may do what both
 * the role's policy and its own allow, and the role's policy names them, with their conditions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export const sessionPolicy = (actions: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
